using Farhub.Devices;

namespace Farhub.Hub.Tests.Fakes;

/// <summary>A source whose devices a test adds and removes.</summary>
sealed class FakeSource(params IUsbDevice[] devices) : IDeviceSource
{
    public event Action<DeviceChange>? Changed;

    public IReadOnlyList<IUsbDevice> Devices { get; private set; } = devices;

    public void Add(IUsbDevice device)
    {
        Devices = [.. Devices, device];
        Changed?.Invoke(new DeviceChange(DeviceChangeKind.Added, device));
    }

    public void Remove(IUsbDevice device)
    {
        Devices = [.. Devices.Where(d => d != device)];
        Changed?.Invoke(new DeviceChange(DeviceChangeKind.Removed, device));
    }

    public void Dispose() { }
}
