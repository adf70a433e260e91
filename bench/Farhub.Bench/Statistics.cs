namespace Farhub.Bench;

/// <summary>The little arithmetic that the report rests on.</summary>
static class Statistics
{
    /// <summary>The middle one; of an even number, the mean of the middle two.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0) throw new ArgumentException("There is no median of nothing.", nameof(values));
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The smallest value that at least so many of a hundred are not above (nearest rank).</summary>
    /// <param name="sorted">Ascending.</param>
    /// <param name="percent">Above 0, at most 100.</param>
    public static double Percentile(IReadOnlyList<double> sorted, double percent)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sorted.Count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        return sorted[(int)Math.Ceiling(sorted.Count * percent / 100) - 1];
    }
}
