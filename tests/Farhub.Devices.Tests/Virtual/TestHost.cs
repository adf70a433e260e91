using Farhub.Devices.Virtual;
using Farhub.Usb;

namespace Farhub.Devices.Tests.Virtual;

/// <summary>A holder of one device that drives it as a session does, from the test's thread.</summary>
sealed class TestHost : IDisposable
{
    readonly List<Urb> _urbs = [];

    internal TestHost(VirtualDevice device)
    {
        Device = device;
        Open = device.Open(Sink, OpenOptions.Default);
    }

    internal VirtualDevice Device { get; }
    internal RecordingSink Sink { get; } = new();
    internal OpenDevice Open { get; }

    internal static VirtualPort Port { get; } = new(200, 1);

    internal static TestHost Loopback(TimeProvider? time = null) => new(new VirtualLoopback(Port, time));

    internal Urb Prepare(byte endpoint, int length, UrbFlags flags = UrbFlags.None, params ReadOnlySpan<int> packets)
    {
        Urb urb = Open.CreateUrb(length);
        _urbs.Add(urb);
        var address = new EndpointAddress(endpoint);
        urb.Begin(address, Open.TypeOf(address) ?? TransferType.Bulk, length, flags, packetCount: packets.Length);
        for (int i = 0; i < packets.Length; i++) urb.Packets[i] = new UrbPacket { Length = packets[i], ActualLength = -7, Status = -7 };
        return urb;
    }

    internal Urb Prepare(byte endpoint, ReadOnlySpan<byte> data)
    {
        Urb urb = Prepare(endpoint, data.Length);
        data.CopyTo(urb.Buffer);
        return urb;
    }

    /// <summary>Submits a transfer that has to wait.</summary>
    internal Urb StartIn(byte endpoint, int length)
    {
        Urb urb = Prepare(endpoint, length);
        Assert.False(Open.Submit(urb));
        return urb;
    }

    internal Urb StartOut(byte endpoint, ReadOnlySpan<byte> data)
    {
        Urb urb = Prepare(endpoint, data);
        Assert.False(Open.Submit(urb));
        return urb;
    }

    /// <summary>Submits a transfer that must be done at once.</summary>
    internal Outcome In(byte endpoint, int length, UrbFlags flags = UrbFlags.None)
    {
        Urb urb = Prepare(endpoint, length, flags);
        Assert.True(Open.Submit(urb), "The transfer is not done at once.");
        return Outcome.Of(urb);
    }

    internal Outcome Out(byte endpoint, ReadOnlySpan<byte> data)
    {
        Urb urb = Prepare(endpoint, data);
        Assert.True(Open.Submit(urb), "The transfer is not done at once.");
        return Outcome.Of(urb);
    }

    /// <summary>A control transfer; for OUT the data stage is <paramref name="data"/>.</summary>
    internal Outcome Control(byte requestType, byte request, int value = 0, int index = 0, int length = 0, ReadOnlySpan<byte> data = default,
        UrbFlags flags = UrbFlags.None)
    {
        var setup = new SetupPacket(requestType, request, (ushort)value, (ushort)index, (ushort)(data.IsEmpty ? length : data.Length));
        Urb urb = Open.CreateUrb(setup.Length + Urb.ControlHeadroom);
        urb.Begin(EndpointAddress.Of(0, setup.IsIn && setup.Length > 0), TransferType.Control, setup.Length, flags, setup);
        data.CopyTo(urb.Buffer);
        Assert.True(Open.Submit(urb), "A control transfer is not done at once.");
        var outcome = Outcome.Of(urb);
        Open.DestroyUrb(urb);
        return outcome;
    }

    internal int ClearHalt(byte endpoint) => Control(0x02, StandardRequest.ClearFeature, 0, endpoint).Status;

    public void Dispose()
    {
        Open.Dispose();
        foreach (Urb urb in _urbs) Open.DestroyUrb(urb);
        Device.Dispose();
    }
}
