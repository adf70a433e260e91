namespace Farhub.Devices;

/// <summary>Where devices come from. Thread-safe.</summary>
public interface IDeviceSource : IDisposable
{
    /// <summary>Devices present now, in the order of their bus ids. An immutable snapshot.</summary>
    IReadOnlyList<IUsbDevice> Devices { get; }

    /// <summary>A device came, changed or went. Raised on a thread of the source's own, after <see cref="Devices"/> has changed.</summary>
    event Action<DeviceChange>? Changed;
}
