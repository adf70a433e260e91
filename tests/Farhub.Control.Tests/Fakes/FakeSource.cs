using Farhub.Devices;

namespace Farhub.Control.Tests.Fakes;

/// <summary>A source whose devices a test adds and removes. It tells on the test's thread.</summary>
sealed class FakeSource : IDeviceSource
{
    public event Action<DeviceChange>? Changed;

    public IReadOnlyList<IUsbDevice> Devices { get; private set; } = [];

    internal void Add(IUsbDevice device)
    {
        Devices = [.. Devices, device];
        Changed?.Invoke(new DeviceChange(DeviceChangeKind.Added, device));
    }

    internal void Remove(IUsbDevice device)
    {
        Devices = [.. Devices.Where(d => d != device)];
        Changed?.Invoke(new DeviceChange(DeviceChangeKind.Removed, device));
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
