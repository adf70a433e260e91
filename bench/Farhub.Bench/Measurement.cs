using System.Text.Json;

namespace Farhub.Bench;

/// <summary>One figure: what every part of the bench writes, one JSON object a line, and the report reads.</summary>
/// <param name="Group">Which comparison it belongs to: <c>loopback</c>, <c>kernel</c>, …</param>
/// <param name="What">The row: <c>IN 64 KiB depth 8</c>.</param>
/// <param name="Side">Whose figure it is: <c>farhub</c>, or what it is measured against.</param>
/// <param name="Value">The figure.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Boot">Which start of the machine it was measured in; 1 on the host.</param>
/// <param name="Round">Which of the alternating rounds.</param>
sealed record Measurement(string Group, string What, string Side, double Value, string Unit, int Boot, int Round)
{
    /// <summary>One line.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, BenchJson.Default.Measurement);

    /// <summary>Reads the lines of one file.</summary>
    /// <exception cref="FormatException">A line that is no measurement.</exception>
    public static IEnumerable<Measurement> Read(string path)
    {
        foreach (string line in File.ReadLines(path))
        {
            if (line.Length == 0) continue;
            Measurement? one;
            try
            {
                one = JsonSerializer.Deserialize(line, BenchJson.Default.Measurement);
            }
            catch (JsonException e)
            {
                throw new FormatException($"{path} has a line that is no measurement: {line}", e);
            }
            yield return one ?? throw new FormatException($"{path} has a line that is no measurement: {line}");
        }
    }
}
