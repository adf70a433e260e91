namespace Farhub.Devices;

/// <summary>A device that is present: physical or software.</summary>
public interface IUsbDevice
{
    /// <summary>What is known of it without claiming it. Swapped whole when it changes.</summary>
    DeviceInfo Info { get; }

    /// <summary>Claims the device for one holder.</summary>
    /// <param name="sink">Where its completions go. May be called before this returns.</param>
    /// <param name="options">How far to go.</param>
    /// <exception cref="DeviceException">It cannot be claimed; the message says why and what to do.</exception>
    OpenDevice Open(IUrbSink sink, OpenOptions options);
}
