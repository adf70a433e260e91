namespace Farhub.Control.Tests.Fakes;

/// <summary>A clock that a test moves.</summary>
sealed class ManualTime : TimeProvider
{
    readonly Lock _moving = new();
    DateTimeOffset _now = TestTimes.Start;

    public DateTimeOffset Now => GetUtcNow();

    public override DateTimeOffset GetUtcNow()
    {
        lock (_moving) return _now;
    }

    public void Advance(TimeSpan by)
    {
        lock (_moving) _now += by;
    }

    public void AdvanceMinutes(double minutes) => Advance(TimeSpan.FromMinutes(minutes));
}
