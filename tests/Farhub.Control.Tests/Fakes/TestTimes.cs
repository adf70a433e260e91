namespace Farhub.Control.Tests.Fakes;

static class TestTimes
{
    /// <summary>A Sunday at noon, a quarter into a minute: in the middle of a time step.</summary>
    internal static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 15, TimeSpan.Zero);
}
