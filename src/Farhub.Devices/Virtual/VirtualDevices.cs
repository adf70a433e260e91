namespace Farhub.Devices.Virtual;

/// <summary>The software devices of one hub. They are plugged into buses 200 and up, 255 to a bus; each keeps its bus id as long as the hub adds
/// them in the same order.</summary>
/// <param name="time">Clock of the devices; the system's when null.</param>
public sealed class VirtualDevices(TimeProvider? time = null) : IDeviceSource
{
    /// <summary>Most devices there can be at once.</summary>
    public const int MaxCount = (byte.MaxValue - VirtualPort.FirstBus + 1) * byte.MaxValue;

    readonly Lock _change = new();
    readonly ChangeQueue _changes = new();
    volatile IReadOnlyList<VirtualDevice> _devices = [];
    bool _disposed;

    /// <inheritdoc/>
    public IReadOnlyList<IUsbDevice> Devices => _devices;

    /// <inheritdoc/>
    public event Action<DeviceChange>? Changed
    {
        add => _changes.Subscribe(value);
        remove => _changes.Unsubscribe(value);
    }

    /// <summary>Makes a device and plugs it in.</summary>
    /// <param name="spec">What it is.</param>
    /// <exception cref="DeviceException">It cannot be made, or there are <see cref="MaxCount"/> already.</exception>
    public VirtualDevice Add(VirtualDeviceSpec spec) => Add(port => spec.Create(port, time));

    /// <summary>Makes a device of any kind and plugs it in.</summary>
    /// <param name="create">Makes it for the port it gets, the first free one.</param>
    /// <exception cref="DeviceException">There are <see cref="MaxCount"/> already.</exception>
    public VirtualDevice Add(Func<VirtualPort, VirtualDevice> create)
    {
        lock (_change)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            int index = FirstFree();
            VirtualDevice device = create(PortOf(index));
            _devices = [.. _devices.Take(index), device, .. _devices.Skip(index)];
            _changes.Add(new DeviceChange(DeviceChangeKind.Added, device));
            return device;
        }
    }

    /// <summary>Unplugs a device; a holder's URBs end with −ESHUTDOWN. Nothing happens when it is not there.</summary>
    public void Remove(VirtualDevice device)
    {
        lock (_change)
        {
            if (!_devices.Contains(device)) return;
            _devices = [.. _devices.Where(d => d != device)];
            device.Dispose();
            _changes.Add(new DeviceChange(DeviceChangeKind.Removed, device));
        }
    }

    /// <summary>Unplugs all devices, quietly.</summary>
    public void Dispose()
    {
        lock (_change)
        {
            if (_disposed) return;
            _disposed = true;
            foreach (VirtualDevice device in _devices) device.Dispose();
            _devices = [];
        }
        _changes.Dispose();
    }

    /// <summary>The list is in the order of ports, so the first that is not where its index puts it leaves a hole.</summary>
    int FirstFree()
    {
        int index = 0;
        while (index < _devices.Count && _devices[index].Port == PortOf(index)) index++;
        if (index == MaxCount) throw new DeviceException($"there are {MaxCount} software devices already, and no more numbers for them");
        return index;
    }

    static VirtualPort PortOf(int index) => new((byte)(VirtualPort.FirstBus + (index / byte.MaxValue)), (byte)(1 + (index % byte.MaxValue)));
}
