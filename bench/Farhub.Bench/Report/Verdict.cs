namespace Farhub.Bench.Report;

/// <summary>What became of a target.</summary>
/// <param name="Target">The target.</param>
/// <param name="Worst">The row that counts; null when nothing was measured.</param>
/// <param name="Figure">What counts of it.</param>
/// <param name="Side">Whose figure it is.</param>
/// <param name="Beside">The same on the busier machine, when that is not what counts already.</param>
sealed record Verdict(Target Target, Row? Worst, Figure? Figure, string? Side, Figure? Beside)
{
    /// <summary>Null when nothing was measured.</summary>
    public bool? IsMet => Figure is { } figure ? Target.IsMetBy(figure.Median) : null;

    /// <summary>Judges.</summary>
    public static Verdict Of(Target target, IReadOnlyList<Row> rows)
    {
        (Row? row, Figure? figure, string? side) = Find(target, target.Group, rows);
        if (target.Beside is null) return new Verdict(target, row, figure, side, null);
        (Row? hostRow, Figure? hostFigure, string? hostSide) = Find(target, target.Beside, rows);
        return row is null ? new Verdict(target, hostRow, hostFigure, hostSide, null) : new Verdict(target, row, figure, side, hostFigure);
    }

    static (Row? Row, Figure? Figure, string? Side) Find(Target target, string group, IReadOnlyList<Row> rows)
    {
        (Row? Row, Figure? Figure, string? Side) worst = default;
        foreach (Row row in rows.Where(r => r.Group == group && r.Unit == target.Unit && target.Covers(r.What)))
        {
            (string Side, Figure Figure)? best = null;
            foreach (string side in row.Sides.Where(target.IsOurs))
            {
                Figure? figure = target.Reference is null ? row.Value(side) : row.Ratio(side, target.Reference);
                if (figure is { } f && (best is null || IsBetter(target, f, best.Value.Figure))) best = (side, f);
            }
            if (best is { } b && (worst.Figure is not { } w || IsBetter(target, w, b.Figure))) worst = (row, b.Figure, b.Side);
        }
        return worst;
    }

    static bool IsBetter(Target target, Figure one, Figure other) =>
        target.Direction == Direction.AtLeast ? one.Median > other.Median : one.Median < other.Median;
}
