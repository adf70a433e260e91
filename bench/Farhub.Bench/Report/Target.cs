namespace Farhub.Bench.Report;

/// <summary>One thing that Farhub promises, as a figure.</summary>
/// <param name="Group">Where it is measured.</param>
/// <param name="What">The row; <c>*</c> at the end stands for anything, and then the worst row counts.</param>
/// <param name="Unit">The unit of the row.</param>
/// <param name="Direction">On which side of the bound is good.</param>
/// <param name="Bound">The bound: of the ratio when there is a reference, otherwise of the value itself.</param>
sealed record Target(string Group, string What, string Unit, Direction Direction, double Bound)
{
    /// <summary>The side that ours is divided by; null when the value itself is meant.</summary>
    public string? Reference { get; init; }

    /// <summary>Our side; <c>*</c> at the end stands for anything, and then they are ways to do the same, of which the best one counts in each row.</summary>
    public string Side { get; init; } = "farhub";

    /// <summary>A group that measures the same row under less quiet conditions: it counts only when <see cref="Group"/> was not measured, and
    /// otherwise stands beside it.</summary>
    public string? Beside { get; init; }

    /// <summary>True when a value keeps the promise.</summary>
    public bool IsMetBy(double value) => Direction == Direction.AtLeast ? value >= Bound : value <= Bound;

    /// <summary>How many times better than promised: 1 just keeps it, above 1 is better, whatever the direction.</summary>
    public double Margin(double value) => Direction == Direction.AtLeast ? value / Bound : Bound / value;

    /// <summary>True when the row is meant.</summary>
    public bool Covers(string what) => Matches(What, what);

    /// <summary>True when it is one of our sides.</summary>
    public bool IsOurs(string side) => Matches(Side, side);

    static bool Matches(string pattern, string text) => pattern.EndsWith('*') ? text.StartsWith(pattern[..^1], StringComparison.Ordinal) : text == pattern;
}
