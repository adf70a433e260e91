using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Farhub.Fuzz;

/// <summary>The command line.</summary>
sealed record FuzzOptions
{
    internal const string Usage = """
        Farhub.Fuzz [--seconds N] [--executions N] [--seed N] [--target NAME] [--first N] [--input HEX]
          --seconds N     time for all targets together (60, unless --executions is given)
          --executions N  executions of each target
          --seed N        the same seed gives the same inputs (1)
          --target NAME   this target only
          --first N       number of the first execution, to repeat one (0)
          --input HEX     run this one input
        """;

    /// <summary>For all targets together; without end when only executions count.</summary>
    internal TimeSpan Time { get; init; } = TimeSpan.FromSeconds(60);

    internal long Executions { get; init; } = long.MaxValue;

    internal ulong Seed { get; init; } = 1;

    internal long First { get; init; }

    internal string? Target { get; init; }

    /// <summary>Run instead of what the seed would give.</summary>
    internal byte[]? Input { get; init; }

    internal static FuzzOptions? Parse(string[] args, out string? problem)
    {
        var options = new FuzzOptions();
        bool timed = false;
        problem = null;
        for (int i = 0; i < args.Length; i += 2)
        {
            string? value = i + 1 < args.Length ? args[i + 1] : null;
            FuzzOptions? next = (args[i], value) switch
            {
                ("--target", not null) => options with { Target = value },
                ("--input", not null) when TryHex(value, out byte[]? input) => options with { Input = input, Executions = 1 },
                ("--seed", not null) when ulong.TryParse(value, CultureInfo.InvariantCulture, out ulong seed) => options with { Seed = seed },
                ("--seconds", not null) when TryCount(value, out long seconds) => options with { Time = TimeSpan.FromSeconds(seconds) },
                ("--executions", not null) when TryCount(value, out long executions) => options with { Executions = executions },
                ("--first", not null) when TryCount(value, out long first) => options with { First = first },
                _ => null,
            };
            if (next is null)
            {
                problem = $"Not understood: {args[i]} {value}";
                return null;
            }
            timed |= args[i] == "--seconds";
            options = next;
        }
        return timed || options.Executions == long.MaxValue ? options : options with { Time = TimeSpan.MaxValue };
    }

    static bool TryCount(string text, out long count) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count);

    static bool TryHex(string text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        try
        {
            bytes = Convert.FromHexString(text);
        }
        catch (FormatException)
        {
            // Said by returning false.
        }
        return bytes is not null;
    }
}
