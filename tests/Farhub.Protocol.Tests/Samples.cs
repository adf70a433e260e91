using System.Text;
using Farhub.Usb;

namespace Farhub.Protocol.Tests;

/// <summary>Every message of fixed size, with bytes that differ from each other wherever the protocol leaves a choice.</summary>
static class Samples
{
    internal static readonly Sample OpHeader = Make("OP header",
        new OpHeader((OpCode)0x8005, OpStatus.NoDevice) with { Version = 0x0312 },
        [
            0x03, 0x12, // version
            0x80, 0x05, // code: OP_REQ_DEVLIST
            0x00, 0x00, 0x00, 0x04, // status: ST_NODEV
        ],
        b => Protocol.OpHeader.Read(b), (m, b) => m.Write(b));

    internal static readonly Sample BusId = Make("bus id",
        Protocol.BusId.Parse("3-1.4é"),
        Padded("3-1.4é", 32),
        b => Protocol.BusId.TryRead(b, out BusId busId) ? busId : "no bus id", (m, b) => m.Write(b));

    internal static readonly Sample Interface = Make("interface",
        new InterfaceRecord(0x08, 0x06, 0x50),
        [
            0x08, // bInterfaceClass
            0x06, // bInterfaceSubClass
            0x50, // bInterfaceProtocol
            0x00, // padding
        ],
        b => InterfaceRecord.Read(b), (m, b) => m.Write(b));

    internal static readonly Sample Device = Make("device",
        new DeviceRecord
        {
            Path = "/sys/dévices/x",
            BusId = Protocol.BusId.Parse("3-1.4"),
            BusNumber = 0x01020304,
            DeviceNumber = 0x05060708,
            Speed = UsbSpeed.Super,
            Id = new VidPid(0x1112, 0x1314),
            DeviceVersion = 0x1516,
            Class = 0x17,
            SubClass = 0x18,
            Protocol = 0x19,
            ConfigurationValue = 0x1a,
            ConfigurationCount = 0x1b,
        },
        [
            .. Padded("/sys/dévices/x", 256), // +0 path
            .. Padded("3-1.4", 32), // +256 busid
            0x01, 0x02, 0x03, 0x04, // +288 busnum
            0x05, 0x06, 0x07, 0x08, // +292 devnum
            0x00, 0x00, 0x00, 0x05, // +296 speed
            0x11, 0x12, // +300 idVendor
            0x13, 0x14, // +302 idProduct
            0x15, 0x16, // +304 bcdDevice
            0x17, // +306 bDeviceClass
            0x18, // +307 bDeviceSubClass
            0x19, // +308 bDeviceProtocol
            0x1a, // +309 bConfigurationValue
            0x1b, // +310 bNumConfigurations
            0x00, // +311 bNumInterfaces
        ],
        b => DeviceRecord.Read(b, out _), (m, b) => m.Write(b));

    internal static readonly Sample UrbHeader = Make("URB header",
        new UrbHeader((UrbCommand)0x01020304, 0x11121314, 0x21222324, 0x31323334, 0x41424344),
        [
            0x01, 0x02, 0x03, 0x04, // command
            0x11, 0x12, 0x13, 0x14, // seqnum
            0x21, 0x22, 0x23, 0x24, // devid
            0x31, 0x32, 0x33, 0x34, // direction
            0x41, 0x42, 0x43, 0x44, // ep
        ],
        b => Protocol.UrbHeader.Read(b), (m, b) => m.Write(b));

    internal static readonly Sample Submit = Make("CMD_SUBMIT",
        new SubmitCommand(
            Seqnum: 0x11121314, DevId: 0x21222324, Direction: 0x31323334, Endpoint: 0x41424344, TransferFlags: 0xd1d2d3d4,
            Length: unchecked((int)0xe1e2e3e4), StartFrame: 0x51525354, PacketCount: unchecked((int)0xf1f2f3f4), Interval: 0x61626364,
            new SetupPacket(0x71, 0x72, Value: 0x7374, Index: 0x7576, Length: 0x7778)),
        [
            0x00, 0x00, 0x00, 0x01, // command
            0x11, 0x12, 0x13, 0x14, // seqnum
            0x21, 0x22, 0x23, 0x24, // devid
            0x31, 0x32, 0x33, 0x34, // direction
            0x41, 0x42, 0x43, 0x44, // ep
            0xd1, 0xd2, 0xd3, 0xd4, // transfer_flags
            0xe1, 0xe2, 0xe3, 0xe4, // transfer_buffer_length
            0x51, 0x52, 0x53, 0x54, // start_frame
            0xf1, 0xf2, 0xf3, 0xf4, // number_of_packets
            0x61, 0x62, 0x63, 0x64, // interval
            0x71, 0x72, // bmRequestType, bRequest
            0x74, 0x73, 0x76, 0x75, 0x78, 0x77, // wValue, wIndex, wLength: little-endian
        ],
        b => SubmitCommand.Read(b), (m, b) => m.Write(b));

    internal static readonly Sample SubmitReply = Make("RET_SUBMIT",
        new SubmitReply(
            Seqnum: 0x11121314, Status: unchecked((int)0xa1a2a3a4), ActualLength: 0x21222324, StartFrame: 0x31323334,
            PacketCount: unchecked((int)0xb1b2b3b4), ErrorCount: 0x41424344),
        [
            0x00, 0x00, 0x00, 0x03, // command
            0x11, 0x12, 0x13, 0x14, // seqnum
            0x00, 0x00, 0x00, 0x00, // devid: 0 in replies
            0x00, 0x00, 0x00, 0x00, // direction: 0 in replies
            0x00, 0x00, 0x00, 0x00, // ep: 0 in replies
            0xa1, 0xa2, 0xa3, 0xa4, // status
            0x21, 0x22, 0x23, 0x24, // actual_length
            0x31, 0x32, 0x33, 0x34, // start_frame
            0xb1, 0xb2, 0xb3, 0xb4, // number_of_packets
            0x41, 0x42, 0x43, 0x44, // error_count
            0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, // padding
        ],
        b => Protocol.SubmitReply.Read(b), (m, b) => m.Write(b));

    internal static readonly Sample Unlink = Make("CMD_UNLINK",
        new UnlinkCommand(Seqnum: 0x11121314, DevId: 0x21222324, UnlinkSeqnum: 0x31323334),
        [
            0x00, 0x00, 0x00, 0x02, // command
            0x11, 0x12, 0x13, 0x14, // seqnum
            0x21, 0x22, 0x23, 0x24, // devid
            0x00, 0x00, 0x00, 0x00, // direction: 0
            0x00, 0x00, 0x00, 0x00, // ep: 0
            0x31, 0x32, 0x33, 0x34, // unlink_seqnum
            .. new byte[24], // padding
        ],
        b => UnlinkCommand.Read(b), (m, b) => m.Write(b));

    internal static readonly Sample UnlinkReply = Make("RET_UNLINK",
        new UnlinkReply(Seqnum: 0x11121314, Status: unchecked((int)0xffffff98)),
        [
            0x00, 0x00, 0x00, 0x04, // command
            0x11, 0x12, 0x13, 0x14, // seqnum
            0x00, 0x00, 0x00, 0x00, // devid: 0 in replies
            0x00, 0x00, 0x00, 0x00, // direction: 0 in replies
            0x00, 0x00, 0x00, 0x00, // ep: 0 in replies
            0xff, 0xff, 0xff, 0x98, // status: −104, ECONNRESET
            .. new byte[24], // padding
        ],
        b => Protocol.UnlinkReply.Read(b), (m, b) => m.Write(b));

    internal static readonly Sample IsoPacket = Make("isochronous packet",
        new IsoPacket(Offset: 0xc1c2c3c4, Length: 0x11121314, ActualLength: 0x21222324, Status: unchecked((int)0xffffffee)),
        [
            0xc1, 0xc2, 0xc3, 0xc4, // offset
            0x11, 0x12, 0x13, 0x14, // length
            0x21, 0x22, 0x23, 0x24, // actual_length
            0xff, 0xff, 0xff, 0xee, // status: −18, EXDEV
        ],
        b => Protocol.IsoPacket.Read(b), (m, b) => m.Write(b));

    public static TheoryData<Sample> All =>
        [OpHeader, BusId, Interface, Device, UrbHeader, Submit, SubmitReply, Unlink, UnlinkReply, IsoPacket];

    internal static byte[] Padded(string text, int size)
    {
        byte[] field = new byte[size];
        Encoding.UTF8.GetBytes(text, field);
        return field;
    }

    delegate void WriterOf<T>(T message, Span<byte> bytes);

    static Sample Make<T>(string name, T message, byte[] bytes, Reader read, WriterOf<T> write) where T : notnull =>
        new(name, message, bytes, read, b => write(message, b));
}
