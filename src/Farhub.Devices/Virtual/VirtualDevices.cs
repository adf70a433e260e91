namespace Farhub.Devices.Virtual;

/// <summary>The software devices of one hub. They are plugged into buses 200 and up, 255 to a bus; each keeps its bus id as long as the hub adds
/// them in the same order.</summary>
/// <param name="time">Clock of the devices; the system's when null.</param>
public sealed class VirtualDevices(TimeProvider? time = null) : IDeviceSource, IPortPower
{
    /// <summary>Most devices there can be at once.</summary>
    public const int MaxCount = (byte.MaxValue - VirtualPort.FirstBus + 1) * byte.MaxValue;

    readonly Lock _change = new();
    readonly ChangeQueue _changes = new();
    readonly HashSet<VirtualDevice> _off = [];
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

    /// <summary>Makes a device and plugs it into a port of choice, or into the first free one when something is plugged in there.</summary>
    /// <param name="spec">What it is.</param>
    /// <param name="wanted">Where it would go.</param>
    /// <exception cref="DeviceException">It cannot be made, or there are <see cref="MaxCount"/> already.</exception>
    public VirtualDevice Add(VirtualDeviceSpec spec, VirtualPort wanted)
    {
        lock (_change)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            bool isFree = wanted is { Bus: >= VirtualPort.FirstBus, Number: > 0 } && _devices.Concat(_off).All(d => d.Port != wanted);
            VirtualDevice device = spec.Create(isFree ? wanted : FirstFree(), time);
            PlugIn(device);
            return device;
        }
    }

    /// <summary>Makes a device of any kind and plugs it in.</summary>
    /// <param name="create">Makes it for the port it gets, the first free one.</param>
    /// <exception cref="DeviceException">There are <see cref="MaxCount"/> already.</exception>
    public VirtualDevice Add(Func<VirtualPort, VirtualDevice> create)
    {
        lock (_change)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            VirtualDevice device = create(FirstFree());
            PlugIn(device);
            return device;
        }
    }

    /// <summary>Unplugs a device; a holder's URBs end with −ESHUTDOWN. Nothing happens when it is not there.</summary>
    public void Remove(VirtualDevice device)
    {
        lock (_change)
        {
            if (_off.Remove(device)) device.Dispose(); // It was told as removed when it lost its power.
            if (!_devices.Contains(device)) return;
            _devices = [.. _devices.Where(d => d != device)];
            device.Dispose();
            _changes.Add(new DeviceChange(DeviceChangeKind.Removed, device));
        }
    }

    /// <inheritdoc/>
    public bool HasPort(string portPath)
    {
        lock (_change) return _devices.Concat(_off).Any(d => d.Port.BusId == portPath);
    }

    /// <inheritdoc/>
    public async Task CycleAsync(string portPath, TimeSpan off, CancellationToken cancellationToken)
    {
        VirtualDevice device;
        lock (_change)
        {
            if (_off.Any(d => d.Port.BusId == portPath)) throw new DeviceException(DeviceFailure.Busy, $"the power of port {portPath} is being switched already");
            device = _devices.FirstOrDefault(d => d.Port.BusId == portPath) ?? throw new DeviceException(DeviceFailure.Gone, $"there is no software device at port {portPath}");
            _devices = [.. _devices.Where(d => d != device)];
            _off.Add(device);
            device.SetPower(isOn: false);
            _changes.Add(new DeviceChange(DeviceChangeKind.Removed, device));
        }
        try
        {
            await Task.Delay(off, time ?? TimeProvider.System, cancellationToken);
        }
        finally
        {
            lock (_change)
            {
                device.SetPower(isOn: true);
                if (_off.Remove(device)) PlugIn(device); // Or it has been unplugged meanwhile.
            }
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
            foreach (VirtualDevice device in _off) device.Dispose();
            _devices = [];
            _off.Clear();
        }
        _changes.Dispose();
    }

    void PlugIn(VirtualDevice device)
    {
        _devices = [.. _devices.Append(device).OrderBy(d => d.Port.Bus).ThenBy(d => d.Port.Number)];
        _changes.Add(new DeviceChange(DeviceChangeKind.Added, device));
    }

    /// <summary>A device without power keeps its port.</summary>
    VirtualPort FirstFree()
    {
        HashSet<VirtualPort> taken = [.. _devices.Select(d => d.Port), .. _off.Select(d => d.Port)];
        int index = 0;
        while (index < MaxCount && taken.Contains(PortOf(index))) index++;
        return index < MaxCount ? PortOf(index) : throw new DeviceException($"there are {MaxCount} software devices already, and no more numbers for them");
    }

    static VirtualPort PortOf(int index) => new((byte)(VirtualPort.FirstBus + (index / byte.MaxValue)), (byte)(1 + (index % byte.MaxValue)));
}
