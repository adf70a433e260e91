using Farhub.Bench.Report;

namespace Farhub.Bench.Tests.Report;

public sealed class VerdictTests
{
    static readonly Target Fast = new("limit", "IN *", "MB/s", Direction.AtLeast, 0.9) { Reference = "limit", Beside = "loopback" };
    static readonly Target Small = new("scale", "memory", "KiB", Direction.AtMost, 64);

    static Measurement[] Pair(string group, string what, double ours, double theirs, string side = "farhub") =>
        [new(group, what, side, ours, "MB/s", 1, 1), new(group, what, "limit", theirs, "MB/s", 1, 1)];

    [Fact]
    public void Of_NothingMeasured_IsNeitherMetNorMissed() => Assert.Null(Verdict.Of(Fast, []).IsMet);

    [Fact]
    public void Of_ManyRows_TheWorstCounts()
    {
        var verdict = Verdict.Of(Fast, Row.Of([.. Pair("limit", "IN a", 99, 100), .. Pair("limit", "IN b", 80, 100), .. Pair("limit", "OUT", 10, 100)]));

        Assert.False(verdict.IsMet);
        Assert.Equal("IN b", verdict.Worst?.What);
    }

    [Fact]
    public void Of_ManyRowsAtMost_TheLargestCounts()
    {
        Target target = Small with { What = "memory*" };
        var verdict = Verdict.Of(target, Row.Of([new("scale", "memory a", "farhub", 60, "KiB", 1, 1), new("scale", "memory b", "farhub", 70, "KiB", 1, 1)]));

        Assert.False(verdict.IsMet);
        Assert.Equal("memory b", verdict.Worst?.What);
    }

    [Fact]
    public void Of_ManyWays_TheBestCountsInEachRow()
    {
        Target target = Fast with { Side = "way*" };
        Measurement[] measurements = [.. Pair("limit", "IN a", 50, 100, "way one"), .. Pair("limit", "IN a", 95, 100, "way two"), .. Pair("limit", "IN b", 92, 100, "way one")];
        var verdict = Verdict.Of(target, Row.Of(measurements));

        Assert.True(verdict.IsMet);
        Assert.Equal(("IN b", "way one"), (verdict.Worst?.What, verdict.Side));
    }

    [Fact]
    public void Of_LabAndHost_TheLabDecides_AndTheHostStandsBeside()
    {
        var verdict = Verdict.Of(Fast, Row.Of([.. Pair("loopback", "IN a", 50, 100), .. Pair("limit", "IN a", 95, 100)]));

        Assert.True(verdict.IsMet);
        Assert.Equal(0.5, verdict.Beside?.Median);
    }

    [Fact]
    public void Of_OnlyTheHost_TheHostDecides()
    {
        var verdict = Verdict.Of(Fast, Row.Of(Pair("loopback", "IN a", 50, 100)));

        Assert.False(verdict.IsMet);
        Assert.Null(verdict.Beside);
        Assert.Equal("loopback", verdict.Worst?.Group);
    }

    [Fact]
    public void Of_OtherUnit_IsNotMeant() =>
        Assert.Null(Verdict.Of(Small, Row.Of([new("scale", "memory", "farhub", 1, "MiB", 1, 1)])).IsMet);

    [Fact]
    public void Write_MissedTarget_IsExplainedByItsNote()
    {
        IReadOnlyList<Row> rows = Row.Of([new("scale", "memory", "farhub", 99, "KiB", 1, 1)]);
        Verdict[] verdicts = [Verdict.Of(Small, rows)];

        Assert.Contains("not explained yet", new MarkdownReport(verdicts, rows, new Notes([])).Write("here"), StringComparison.Ordinal);
        string explained = new MarkdownReport(verdicts, rows, new Notes(["# Notes", "", "## scale: memory, KiB", "", "Stacks,", "mostly."])).Write("here");
        Assert.Contains("Stacks, mostly.", explained, StringComparison.Ordinal);
        Assert.DoesNotContain("not explained yet", explained, StringComparison.Ordinal);
    }
}
