using Farhub.Usb;

namespace Farhub.Devices.Virtual;

/// <summary>A device made of software: its descriptors, and what becomes of it when it is claimed. One holder at a time.</summary>
public abstract class VirtualDevice : IUsbDevice, IDisposable
{
    readonly Lock _claim = new();
#pragma warning disable CA2213 // The holder's to dispose.
    VirtualOpenDevice? _open;
#pragma warning restore CA2213
    bool _unplugged;
    bool _isOff;
    bool _released;

    /// <summary>Describes a device.</summary>
    /// <param name="port">Where it is plugged in.</param>
    /// <param name="path">What it is, for clients to print.</param>
    /// <param name="speed">Speed.</param>
    /// <param name="descriptor">Device descriptor; its string indexes count <paramref name="strings"/> from 1.</param>
    /// <param name="configurations">Configurations; the first is the active one when the device is claimed.</param>
    /// <param name="strings">Strings.</param>
    protected VirtualDevice(VirtualPort port, string path, UsbSpeed speed, DeviceDescriptor descriptor,
        IReadOnlyList<ConfigurationDescriptor> configurations, params IReadOnlyList<string> strings)
    {
        Port = port;
        Descriptors = new DescriptorTable(speed, descriptor, configurations, strings);
        Info = new DeviceInfo
        {
            BusId = port.BusId,
            Path = path,
            BusNumber = port.Bus,
            DeviceNumber = port.Number,
            Speed = speed,
            Descriptor = descriptor,
            Configurations = configurations,
            ActiveConfiguration = configurations[0].Value,
            Manufacturer = String(descriptor.ManufacturerIndex),
            Product = String(descriptor.ProductIndex),
            Serial = String(descriptor.SerialIndex),
            IsVirtual = true,
        };

        string? String(byte index) => index == 0 ? null : strings[index - 1];
    }

    /// <summary>Where it is plugged in.</summary>
    public VirtualPort Port { get; }

    /// <inheritdoc/>
    public DeviceInfo Info { get; }

    internal DescriptorTable Descriptors { get; }

    /// <inheritdoc/>
    public OpenDevice Open(IUrbSink sink, OpenOptions options)
    {
        lock (_claim)
        {
            if (_isOff) throw new DeviceException(DeviceFailure.Gone, $"device {Port} has no power at the moment");
            if (_unplugged) throw new DeviceException(DeviceFailure.Gone, $"device {Port} is unplugged");
            if (_open is not null) throw new DeviceException(DeviceFailure.Busy, $"device {Port} is in use by another session");
            return _open = Claim(sink);
        }
    }

    /// <summary>Unplugs it: a holder's URBs end with −ESHUTDOWN, then its sink hears that the device is gone. What the device is made of is freed
    /// when nobody holds it any more.</summary>
    public void Dispose()
    {
        VirtualOpenDevice? open;
        lock (_claim)
        {
            _unplugged = true;
            open = _open;
        }
        open?.Unplug("unplugged");
        ReleaseWhenFree();
    }

    /// <summary>Takes its power away or gives it back. What the device is made of stays: the content of a disk in memory too, which a real disk does not lose either.</summary>
    internal void SetPower(bool isOn)
    {
        VirtualOpenDevice? open;
        lock (_claim)
        {
            _isOff = !isOn;
            open = isOn ? null : _open;
        }
        open?.Unplug("its port lost power");
    }

    /// <summary>Ends a holder's claim.</summary>
    internal void Close(VirtualOpenDevice open)
    {
        lock (_claim)
        {
            if (_open == open) _open = null;
        }
        ReleaseWhenFree();
    }

    /// <summary>Makes the state of a claim.</summary>
    /// <param name="sink">Where completions go.</param>
    protected abstract VirtualOpenDevice Claim(IUrbSink sink);

    /// <summary>Frees what the device is made of. Called once, when it is unplugged and nobody holds it.</summary>
    protected virtual void Release() { }

    void ReleaseWhenFree()
    {
        lock (_claim)
        {
            if (!_unplugged || _open is not null || _released) return;
            _released = true;
        }
        Release();
    }
}
