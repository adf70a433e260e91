using Farhub.Bench.Report;

namespace Farhub.Bench.Tests.Report;

public sealed class RowTests
{
    static Measurement Of(string side, double value, int round, int boot = 1, string what = "IN", string unit = "MB/s") => new("kernel", what, side, value, unit, boot, round);

    [Fact]
    public void Of_SeparatesUnits()
    {
        IReadOnlyList<Row> rows = Row.Of([Of("a", 1, 1), Of("a", 2, 1, unit: "us p50"), Of("a", 3, 2)]);

        Assert.Equal([("MB/s", 2), ("us p50", 1)], rows.Select(r => (r.Unit, r.Measurements.Count)));
    }

    [Fact]
    public void Value_IsTheMedianWithItsSpread() =>
        Assert.Equal(new Figure(20, 10, 90), Row.Of([Of("a", 90, 1), Of("a", 10, 2), Of("b", 1, 2), Of("a", 20, 3)]).Single().Value("a"));

    [Fact]
    public void Value_OfSideThatWasNotMeasured_IsNull() => Assert.Null(Row.Of([Of("a", 90, 1)]).Single().Value("b"));

    [Fact]
    public void Ratio_IsTakenInsideEachRound_NotOfTheMedians()
    {
        // The machine was ten times slower in the second round; both sides were.
        Row row = Row.Of([Of("a", 120, 1), Of("b", 100, 1), Of("a", 11, 2), Of("b", 10, 2), Of("a", 200, 3), Of("b", 100, 3)]).Single();

        Assert.Equal(new Figure(1.2, 1.1, 2), row.Ratio("a", "b"));
    }

    [Fact]
    public void Ratio_SameRoundOfAnotherBoot_IsAnotherRound()
    {
        Row row = Row.Of([Of("a", 3, 1, boot: 1), Of("b", 1, 1, boot: 1), Of("a", 5, 1, boot: 2), Of("b", 1, 1, boot: 2)]).Single();

        Assert.Equal(new Figure(4, 3, 5), row.Ratio("a", "b"));
    }

    [Fact]
    public void Ratio_RoundWithOneSide_CountsForNothing()
    {
        Row row = Row.Of([Of("a", 3, 1), Of("b", 1, 1), Of("a", 100, 2)]).Single();

        Assert.Equal(new Figure(3, 3, 3), row.Ratio("a", "b"));
        Assert.Null(row.Ratio("a", "c"));
    }

    [Fact]
    public void Ratio_ToNothing_IsNone() => Assert.Null(Row.Of([Of("a", 3, 1), Of("b", 0, 1)]).Single().Ratio("a", "b"));
}
