using Farhub.Devices;

namespace Farhub.Hub.Tests.Fakes;

/// <summary>A source whose devices a test adds and removes.</summary>
sealed class FakeSource(params IUsbDevice[] devices) : IDeviceSource
{
    IReadOnlyList<IUsbDevice> _devices = devices;

    public event Action<DeviceChange>? Changed;

    /// <summary>Runs when somebody looks at the devices.</summary>
    public Action? Looking { get; set; }

    public IReadOnlyList<IUsbDevice> Devices
    {
        get
        {
            Looking?.Invoke();
            return _devices;
        }
    }

    public void Add(IUsbDevice device)
    {
        _devices = [.. _devices, device];
        Changed?.Invoke(new DeviceChange(DeviceChangeKind.Added, device));
    }

    public void Remove(IUsbDevice device)
    {
        _devices = [.. _devices.Where(d => d != device)];
        Changed?.Invoke(new DeviceChange(DeviceChangeKind.Removed, device));
    }

    public void Dispose() { }
}
