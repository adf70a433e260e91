namespace Farhub.Web.Tests;

/// <summary>The system's clock, moved ahead by as much as a test wants.</summary>
public sealed class ShiftedTime : TimeProvider
{
    long _ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ahead));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);
}
