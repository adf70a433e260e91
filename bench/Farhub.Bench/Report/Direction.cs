namespace Farhub.Bench.Report;

/// <summary>On which side of a bound is good.</summary>
enum Direction
{
    /// <summary>More is better.</summary>
    AtLeast,
    /// <summary>Less is better.</summary>
    AtMost,
}
