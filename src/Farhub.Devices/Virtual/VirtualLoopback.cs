using Farhub.Usb;

namespace Farhub.Devices.Virtual;

/// <summary>A high-speed device for tests and measurements, 1209:0001, vendor class, with a pair of endpoints of every kind:
/// <list type="bullet">
/// <item>0x81 bulk IN, a source that always fills the length asked for with the stream of <see cref="LoopbackPattern"/>;</item>
/// <item>0x01 bulk OUT, a sink;</item>
/// <item>0x84 bulk IN and 0x04 bulk OUT, an echo: bytes written are read back in order. A read ends with what is there; a write waits while
/// 1 MiB is unread;</item>
/// <item>0x82 interrupt IN, every millisecond an 8-byte little-endian count of the reports sent before; a buffer too small for it ends with −EOVERFLOW;</item>
/// <item>0x02 interrupt OUT, which takes and remembers;</item>
/// <item>0x83 and 0x03 isochronous, up to 1024 bytes every microframe: IN packets are filled with a stream of their own, OUT packets are taken.</item>
/// </list>
/// Vendor requests: <see cref="LoopbackRequest"/>.</summary>
/// <remarks>Interface 0 has all endpoints in alternate setting 0, so that a client needs no SET_INTERFACE to reach them and the kernel's usbtest
/// finds them; alternate setting 1 is the same without the isochronous pair. A device on a real bus would have it the other way round, to
/// claim no isochronous bandwidth unasked (USB 2.0, section 5.6.3); a virtual bus has no bandwidth to claim.</remarks>
public sealed class VirtualLoopback : VirtualDevice
{
    internal const int BulkPacket = 512;
    internal const int InterruptPacket = 64;
    internal const int IsochronousPacket = 1024;

    readonly TimeProvider _time;

    /// <summary>Makes one.</summary>
    /// <param name="port">Where it is plugged in; its serial number follows from it.</param>
    /// <param name="time">Clock of the interrupt and isochronous endpoints; the system's when null.</param>
    public VirtualLoopback(VirtualPort port, TimeProvider? time = null)
        : base(port, "software loopback", UsbSpeed.High, Descriptor, [Configuration], "Farhub", "Virtual loopback", $"F0{port.Bus:X2}{port.Number:X2}") =>
        _time = time ?? TimeProvider.System;

    static DeviceDescriptor Descriptor => new()
    {
        UsbVersion = 0x0200,
        Class = 0xff,
        SubClass = 0,
        Protocol = 0,
        MaxPacketSize0 = 64,
        Id = new VidPid(0x1209, 0x0001),
        DeviceVersion = 0x0100,
        ManufacturerIndex = 1,
        ProductIndex = 2,
        SerialIndex = 3,
        ConfigurationCount = 1,
    };

    static ConfigurationDescriptor Configuration
    {
        get
        {
            // Bulk first: usbtest takes the first pair it meets. Intervals: 2^(4−1) microframes, and every microframe.
            EndpointDescriptor[] asynchronous =
            [
                Bulk(0x81), Bulk(0x01), Bulk(0x84), Bulk(0x04),
                new(new EndpointAddress(0x82), TransferType.Interrupt, InterruptPacket, Interval: 4),
                new(new EndpointAddress(0x02), TransferType.Interrupt, InterruptPacket, Interval: 4),
            ];
            EndpointDescriptor[] isochronous =
            [
                new(new EndpointAddress(0x83), TransferType.Isochronous, IsochronousPacket, Interval: 1),
                new(new EndpointAddress(0x03), TransferType.Isochronous, IsochronousPacket, Interval: 1),
            ];
            return new ConfigurationDescriptor(Value: 1, Attributes: 0xc0, MaxPower: 0,
            [
                new InterfaceDescriptor(0, 0, 0xff, 0, 0, 0, [.. asynchronous, .. isochronous]),
                new InterfaceDescriptor(0, 1, 0xff, 0, 0, 0, asynchronous),
            ]);
        }
    }

    /// <inheritdoc/>
    protected override VirtualOpenDevice Claim(IUrbSink sink) => new OpenLoopback(this, sink, _time);

    static EndpointDescriptor Bulk(byte address) => new(new EndpointAddress(address), TransferType.Bulk, BulkPacket, Interval: 0);
}
