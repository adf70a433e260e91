namespace Farhub.Bench.Report;

/// <summary>What people have found out about missed targets: bench/notes.md, a heading <c>## group: what, unit</c> and a text for each.</summary>
sealed class Notes
{
    readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>Reads the lines of the file.</summary>
    public Notes(IEnumerable<string> lines)
    {
        string? heading = null;
        foreach (string line in lines)
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                heading = line[3..].Trim();
                _texts[heading] = "";
            }
            else if (heading is not null)
            {
                _texts[heading] = $"{_texts[heading]} {line}".Trim();
            }
        }
    }

    /// <summary>The name of a target's note.</summary>
    public static string HeadingOf(Target target) => $"{target.Group}: {target.What}, {target.Unit}{(target.Side == "farhub" ? "" : $", {target.Side}")}";

    /// <summary>The note on a target; null when there is none.</summary>
    public string? On(Target target) => _texts.GetValueOrDefault(HeadingOf(target)) is { Length: > 0 } text ? text : null;
}
