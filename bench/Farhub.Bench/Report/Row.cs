namespace Farhub.Bench.Report;

/// <summary>All measurements of one thing in one unit, by all sides.</summary>
/// <param name="Group">The comparison.</param>
/// <param name="What">The thing.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Measurements">Not empty.</param>
sealed record Row(string Group, string What, string Unit, IReadOnlyList<Measurement> Measurements)
{
    /// <summary>Who was measured, in the order of the first measurements.</summary>
    public IEnumerable<string> Sides => Measurements.Select(m => m.Side).Distinct();

    /// <summary>All rows of some measurements, in the order in which they come first.</summary>
    public static IReadOnlyList<Row> Of(IEnumerable<Measurement> measurements) =>
        [.. measurements.GroupBy(m => (m.Group, m.What, m.Unit)).Select(g => new Row(g.Key.Group, g.Key.What, g.Key.Unit, [.. g]))];

    /// <summary>What one side has; null when it was not measured.</summary>
    public Figure? Value(string side) => Figure.Of([.. Measurements.Where(m => m.Side == side).Select(m => m.Value)]);

    /// <summary>One side divided by another. Only what was measured in the same round is divided: the machine changes from minute to minute. The
    /// result is the median of the rounds.</summary>
    /// <returns>Null when there is no round with both.</returns>
    public Figure? Ratio(string side, string reference)
    {
        var ratios = new List<double>();
        foreach (var round in Measurements.GroupBy(m => (m.Boot, m.Round)))
        {
            Figure? ours = Figure.Of([.. round.Where(m => m.Side == side).Select(m => m.Value)]);
            Figure? theirs = Figure.Of([.. round.Where(m => m.Side == reference).Select(m => m.Value)]);
            if (ours is { } a && theirs is { Median: > 0 } b) ratios.Add(a.Median / b.Median);
        }
        return Figure.Of(ratios);
    }
}
