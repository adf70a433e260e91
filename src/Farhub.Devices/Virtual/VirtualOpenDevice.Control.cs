using System.Buffers.Binary;
using Farhub.Usb;

namespace Farhub.Devices.Virtual;

/// <content>The default control pipe: standard requests (USB 2.0, section 9.4; USB 3.2, section 9.4). What the specification leaves open, and all
/// that is unknown, is answered with STALL. A control transfer always completes at once.</content>
public abstract partial class VirtualOpenDevice
{
    const int Stall = -1;

    // Feature selectors (USB 2.0, table 9-6; USB 3.2, table 9-7).
    const ushort EndpointHalt = 0;
    const ushort FunctionSuspend = 0;
    const ushort PortReset = 4;
    const ushort U1Enable = 48;
    const ushort U2Enable = 49;

    ConfigurationDescriptor? _configuration;
    byte[] _alternates = [];
    bool _u1;
    bool _u2;

    bool IsSuperSpeed => _device.Info.Speed >= UsbSpeed.Super;

    unsafe void Control(VirtualUrb urb)
    {
        SetupPacket setup = urb.Setup;
        // The session refuses a length that differs from wLength; the smaller of both is right anyway.
        var data = new Span<byte>(urb.Data, Math.Min(urb.Length, setup.Length));
        int length = (setup.RequestType, setup.Request, setup.Value) switch
        {
            (0x23, StandardRequest.SetFeature, PortReset) => ResetPort(),
            _ when setup.Type == 0 => Standard(setup, data),
            _ => Request(setup, data),
        };
        if (length < 0) urb.Fail(-Errno.EPIPE);
        else urb.Succeed(length);
    }

    int Standard(SetupPacket setup, Span<byte> data) => (setup.RequestType, setup.Request) switch
    {
        (0x80, StandardRequest.GetDescriptor) => GetDescriptor(setup, data),
        (0x80, StandardRequest.GetStatus) => Reply(data, DeviceStatus()),
        (0x81, StandardRequest.GetStatus) => HasInterface(setup.Index) ? Reply(data, 0) : Stall,
        (0x82, StandardRequest.GetStatus) => EndpointStatus(setup.Index, data),
        (0x00, StandardRequest.SetFeature) => SetDeviceFeature(setup.Value, true),
        (0x00, StandardRequest.ClearFeature) => SetDeviceFeature(setup.Value, false),
        (0x01, StandardRequest.SetFeature or StandardRequest.ClearFeature) => IsSuperSpeed && setup.Value == FunctionSuspend && HasInterface(setup.IndexLow) ? 0 : Stall,
        (0x02, StandardRequest.SetFeature) => setup.Value == EndpointHalt ? SetHalt(setup.Index) : Stall,
        (0x02, StandardRequest.ClearFeature) => setup.Value == EndpointHalt ? ClearHalt(setup.Index) : Stall,
        // The address belongs to the client's bus; the device has no need to know it.
        (0x00, StandardRequest.SetAddress) => 0,
        (0x80, StandardRequest.GetConfiguration) => Reply(data, [_configuration?.Value ?? 0]),
        (0x00, StandardRequest.SetConfiguration) => SetConfiguration(setup.Value),
        (0x81, StandardRequest.GetInterface) => HasInterface(setup.Index) ? Reply(data, [_alternates[setup.Index]]) : Stall,
        (0x01, StandardRequest.SetInterface) => SetInterface(setup.Index, setup.Value),
        // System exit latency and the delay of isochronous packets: about links this device does not have. Whatever the host says is fine.
        (0x00, StandardRequest.SetSel) => data.Length,
        (0x00, StandardRequest.SetIsochDelay) => 0,
        _ => Stall,
    };

    int GetDescriptor(SetupPacket setup, Span<byte> data)
    {
        ReadOnlySpan<byte> descriptor = _device.Descriptors.Find(setup.ValueHigh, setup.ValueLow);
        return descriptor.IsEmpty ? Stall : Reply(data, descriptor);
    }

    int SetConfiguration(ushort value)
    {
        ConfigurationDescriptor? configuration = null;
        if (value != 0)
        {
            configuration = _device.Info.Configurations.FirstOrDefault(c => c.Value == value);
            if (configuration is null) return Stall;
        }
        KillAll();
        BuildPipes(configuration);
        Restart();
        return 0;
    }

    int SetInterface(ushort number, ushort alternate)
    {
        if (!HasInterface(number)) return Stall;
        InterfaceDescriptor? setting = _configuration!.Interfaces.FirstOrDefault(i => i.Number == number && i.AlternateSetting == alternate);
        if (setting is null) return Stall;
        lock (Gate)
        {
            for (int i = 0; i < _pipes.Length; i++)
            {
                if (_pipes[i] is not { } pipe || pipe.InterfaceNumber != number) continue;
                Kill(pipe, -Errno.ESHUTDOWN);
                _pipes[i] = null;
            }
            Open(setting);
        }
        Restart();
        return 0;
    }

    /// <summary>The device is then as the host's reset leaves it when the host has configured it again.</summary>
    int ResetPort()
    {
        KillAll();
        _u1 = false;
        _u2 = false;
        BuildPipes(_device.Info.Configurations[0]);
        Restart();
        return 0;
    }

    int EndpointStatus(ushort index, Span<byte> data)
    {
        if ((index & 0xff) is 0x00 or 0x80) return Reply(data, 0);
        return FindPipe(index) is { } pipe ? Reply(data, pipe.IsHalted ? (ushort)1 : (ushort)0) : Stall;
    }

    int SetHalt(ushort index)
    {
        // Isochronous endpoints have no handshake to stall with; endpoint 0 recovers by itself (USB 2.0, section 9.4.5).
        if (FindPipe(index) is not { Type: TransferType.Bulk or TransferType.Interrupt } pipe) return Stall;
        Halt(pipe);
        return 0;
    }

    int ClearHalt(ushort index)
    {
        if ((index & 0xff) is 0x00 or 0x80) return 0;
        if (FindPipe(index) is not { } pipe) return Stall;
        if (MayClearHalt(pipe)) pipe.IsHalted = false;
        return 0;
    }

    int SetDeviceFeature(ushort feature, bool on)
    {
        // Remote wake-up and test modes are not offered; U1 and U2 are the link's, and any link is fine.
        if (!IsSuperSpeed || _configuration is null) return Stall;
        switch (feature)
        {
            case U1Enable:
                _u1 = on;
                return 0;
            case U2Enable:
                _u2 = on;
                return 0;
            default:
                return Stall;
        }
    }

    ushort DeviceStatus()
    {
        byte attributes = (_configuration ?? _device.Info.Configurations[0]).Attributes;
        return (ushort)(((attributes >> 6) & 1) | (_u1 ? 1 << 2 : 0) | (_u2 ? 1 << 3 : 0));
    }

    void BuildPipes(ConfigurationDescriptor? configuration)
    {
        lock (Gate)
        {
            Array.Clear(_pipes);
            _configuration = configuration;
            _alternates = configuration is null ? [] : new byte[configuration.Interfaces.Max(i => i.Number) + 1];
            if (configuration is null) return;
            foreach (InterfaceDescriptor setting in configuration.DefaultInterfaces) Open(setting);
        }
    }

    void Open(InterfaceDescriptor setting)
    {
        _alternates[setting.Number] = setting.AlternateSetting;
        foreach (EndpointDescriptor endpoint in setting.Endpoints)
        {
            _pipes[endpoint.Address.Index] = new Pipe(endpoint, setting.Number, _device.Info.Speed);
        }
    }

    void KillAll()
    {
        foreach (Pipe? pipe in _pipes)
        {
            if (pipe is not null) Kill(pipe, -Errno.ESHUTDOWN);
        }
    }

    bool HasInterface(int number) => _configuration is not null && _configuration.Interfaces.Any(i => i.Number == number);

    Pipe? FindPipe(ushort index) => (index & 0xff70) == 0 ? _pipes[new EndpointAddress((byte)index).Index] : null;

    static int Reply(Span<byte> data, ReadOnlySpan<byte> answer)
    {
        int length = Math.Min(data.Length, answer.Length);
        answer[..length].CopyTo(data);
        return length;
    }

    static int Reply(Span<byte> data, ushort answer)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, answer);
        return Reply(data, bytes);
    }
}
