namespace Farhub.Bench.Tests;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(new[] { 7.0 }, 7.0)]
    [InlineData(new[] { 9.0, 1.0, 5.0 }, 5.0)]
    [InlineData(new[] { 8.0, 1.0, 2.0, 4.0 }, 3.0)]
    [InlineData(new[] { 10.0, 9.0, 100.0 }, 10.0)]
    public void Median_IsTheMiddleOfTheSortedValues(double[] values, double expected) => Assert.Equal(expected, Statistics.Median(values));

    [Fact]
    public void Median_OfNothing_IsRefused() => Assert.Throws<ArgumentException>(() => Statistics.Median([]));

    [Theory]
    [InlineData(50, 50)]
    [InlineData(99, 99)]
    [InlineData(99.5, 100)]
    [InlineData(100, 100)]
    [InlineData(0.1, 1)]
    public void Percentile_IsTheNearestRank(double percent, double expected) =>
        Assert.Equal(expected, Statistics.Percentile([.. Enumerable.Range(1, 100).Select(i => (double)i)], percent));

    [Theory]
    [InlineData(0)]
    [InlineData(100.1)]
    public void Percentile_OutsideOfHundred_IsRefused(double percent) => Assert.Throws<ArgumentOutOfRangeException>(() => Statistics.Percentile([1], percent));
}
