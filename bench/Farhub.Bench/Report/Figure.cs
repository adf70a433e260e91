namespace Farhub.Bench.Report;

/// <summary>A median and how far what it was made of lies apart.</summary>
readonly record struct Figure(double Median, double Least, double Most)
{
    /// <summary>Of some values; null when there are none.</summary>
    public static Figure? Of(IReadOnlyCollection<double> values) =>
        values.Count == 0 ? null : new Figure(Statistics.Median(values), values.Min(), values.Max());
}
