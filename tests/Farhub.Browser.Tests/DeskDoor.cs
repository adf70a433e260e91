namespace Farhub.Browser.Tests;

/// <summary>A hub on a desk: see <see cref="SampleDevices.Desk"/>.</summary>
public sealed class DeskDoor : IAsyncLifetime
{
    public TestDoor Door { get; } = new() { Plugged = [], Sources = [SampleDevices.Desk] };

    public ValueTask InitializeAsync() => Door.InitializeAsync();

    public ValueTask DisposeAsync() => Door.DisposeAsync();
}
