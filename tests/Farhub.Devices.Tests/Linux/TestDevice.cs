using System.Runtime.Versioning;
using Farhub.Devices.Linux;
using Farhub.Usb;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farhub.Devices.Tests.Linux;

/// <summary>A device on a <see cref="FakeUsbfs"/>: two configurations; the first has interface 0 (bulk 1 both ways; setting 1 with isochronous 2 both ways as well)
/// and interface 1 (interrupt IN 3); the second has interface 0 (bulk OUT 4).</summary>
[SupportedOSPlatform("linux")]
sealed class TestDevice : IDisposable
{
    internal static readonly EndpointAddress BulkOut = new(0x01);
    internal static readonly EndpointAddress BulkIn = new(0x81);
    internal static readonly EndpointAddress IsoIn = new(0x82);
    internal static readonly EndpointAddress IsoOut = new(0x02);
    internal static readonly EndpointAddress InterruptIn = new(0x83);
    internal static readonly EndpointAddress OtherOut = new(0x04);

    internal static readonly IReadOnlyList<ConfigurationDescriptor> Configurations =
    [
        new(1, 0x80, 50,
        [
            Interface(0, 0, Endpoint(BulkOut, TransferType.Bulk), Endpoint(BulkIn, TransferType.Bulk)),
            Interface(0, 1, Endpoint(BulkOut, TransferType.Bulk), Endpoint(BulkIn, TransferType.Bulk),
                Endpoint(IsoIn, TransferType.Isochronous), Endpoint(IsoOut, TransferType.Isochronous)),
            Interface(1, 0, Endpoint(InterruptIn, TransferType.Interrupt)),
        ]),
        new(2, 0x80, 50, [Interface(0, 0, Endpoint(OtherOut, TransferType.Bulk))]),
    ];

    internal TestDevice(FakeUsbfs? usbfs = null)
    {
        Usbfs = usbfs ?? new FakeUsbfs();
        var claim = new UsbfsClaim(Usbfs, Configurations, active: 1);
        Assert.Equal(0, claim.Take(out _));
        Open = new UsbfsOpenDevice(Usbfs, claim, Sink, "1-4", NullLogger.Instance);
    }

    internal FakeUsbfs Usbfs { get; }

    internal RecordingSink Sink { get; } = new();

    internal UsbfsOpenDevice Open { get; }

    static InterfaceDescriptor Interface(byte number, byte setting, params EndpointDescriptor[] endpoints) => new(number, setting, 0xff, 0, 0, 0, endpoints);

    static EndpointDescriptor Endpoint(EndpointAddress address, TransferType type) => new(address, type, 512, 1);

    /// <summary>A bulk IN that has been submitted.</summary>
    internal Urb SubmitBulk(int length = 512)
    {
        Urb urb = Open.CreateUrb(length);
        Resubmit(urb, length);
        return urb;
    }

    internal void Resubmit(Urb urb, int length = 512)
    {
        urb.Begin(BulkIn, TransferType.Bulk, length);
        Assert.False(Open.Submit(urb));
    }

    /// <summary>A control request without data, submitted; its status when it was answered at once.</summary>
    internal int? Request(byte requestType, byte request, ushort value, ushort index)
    {
        Urb urb = Open.CreateUrb(64);
        urb.Begin(EndpointAddress.Of(0, isIn: false), TransferType.Control, 0, setup: new SetupPacket(requestType, request, value, index, 0));
        return Open.Submit(urb) ? urb.Status : null;
    }

    /// <summary>An isochronous IN of packets with 8 bytes more each than the one before, from 8 up to 64.</summary>
    internal Urb Isochronous(int packetCount, EndpointAddress? endpoint = null)
    {
        int length = 0;
        for (int i = 0; i < packetCount; i++) length += PacketLength(i);
        Urb urb = Open.CreateUrb(Math.Max(1, length));
        urb.Begin(endpoint ?? IsoIn, TransferType.Isochronous, length, UrbFlags.IsoAsap | UrbFlags.ShortNotOk, packetCount: packetCount);
        for (int i = 0; i < packetCount; i++) urb.Packets[i] = new UrbPacket { Length = PacketLength(i) };
        urb.StartFrame = 77;
        return urb;
    }

    internal static int PacketLength(int index) => 8 + (8 * (index % 8));

    public void Dispose() => Open.Dispose();
}
