using Farhub.Bench.Report;

namespace Farhub.Bench.Tests.Report;

public sealed class TargetTests
{
    [Theory]
    [InlineData(Direction.AtLeast, 0.9, 0.9, true)]
    [InlineData(Direction.AtLeast, 0.9, 0.899, false)]
    [InlineData(Direction.AtLeast, 0.9, 5, true)]
    [InlineData(Direction.AtMost, 1.15, 1.15, true)]
    [InlineData(Direction.AtMost, 1.15, 1.151, false)]
    [InlineData(Direction.AtMost, 0, 0, true)]
    public void IsMetBy_TheBoundItselfIsGood(object direction, double bound, double value, bool isMet) =>
        Assert.Equal(isMet, new Target("g", "w", "u", (Direction)direction, bound).IsMetBy(value));

    [Theory]
    [InlineData(Direction.AtLeast, 2, 4, 2)]
    [InlineData(Direction.AtLeast, 2, 1, 0.5)]
    [InlineData(Direction.AtMost, 2, 4, 0.5)]
    [InlineData(Direction.AtMost, 2, 1, 2)]
    public void Margin_AboveOneIsBetter_WhateverTheDirection(object direction, double bound, double value, double margin) =>
        Assert.Equal(margin, new Target("g", "w", "u", (Direction)direction, bound).Margin(value));

    [Theory]
    [InlineData("*", "anything", true)]
    [InlineData("IN *", "IN 64 B depth 1", true)]
    [InlineData("IN *", "OUT 64 B depth 1", false)]
    [InlineData("read 1 MiB", "read 1 MiB", true)]
    [InlineData("read 1 MiB", "read 1 MiB, contiguous memory", false)]
    public void Covers_StarStandsForAnything(string pattern, string what, bool covers) =>
        Assert.Equal(covers, new Target("g", pattern, "u", Direction.AtLeast, 1).Covers(what));

    [Fact]
    public void All_NoTwoAreTheSame() =>
        Assert.Distinct(Targets.All.Select(Notes.HeadingOf));

    [Fact]
    public void All_ReferenceIsTheGroupsOwn() =>
        Assert.All(Targets.All.Where(t => t.Reference is not null), t => Assert.Equal(Targets.References[t.Group], t.Reference));
}
