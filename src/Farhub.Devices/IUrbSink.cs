namespace Farhub.Devices;

/// <summary>Where an <see cref="OpenDevice"/> puts the URBs that did not complete inside <see cref="OpenDevice.Submit"/>.</summary>
public interface IUrbSink
{
    /// <summary>Takes URBs back, in the order in which they completed. The device no longer touches them or their memory.
    /// May wait for a slow network, so a device calls it from a thread that serves this one open device only, holding no lock.</summary>
    void Complete(ReadOnlySpan<Urb> urbs);

    /// <summary>The device has vanished: unplugged, or its driver gave it up. Comes after the last URB that was in flight has been completed.</summary>
    /// <param name="reason">A clause for the log: "unplugged".</param>
    void Gone(string reason);
}
