namespace Farhub.Control.Tests;

/// <summary>A clock that stands, with more digits than a store keeps.</summary>
sealed class FixedTime : TimeProvider
{
    internal static DateTimeOffset Now { get; } = new DateTimeOffset(2027, 3, 31, 8, 30, 15, 123, TimeSpan.Zero).AddTicks(4567);

    public override DateTimeOffset GetUtcNow() => Now;
}
