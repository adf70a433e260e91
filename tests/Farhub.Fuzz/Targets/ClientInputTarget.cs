using System.Buffers.Binary;
using Farhub.Protocol;

namespace Farhub.Fuzz.Targets;

/// <summary>What a client reads from a hub: a device list or an import reply, then replies to a request of its own, which it checks and whose
/// data it puts where the packets say. Proves that what passes <see cref="SubmitReplyRules"/> stays inside the buffer and arrives whole.</summary>
sealed class ClientInputTarget : IFuzzTarget
{
    const byte DeviceListReply = 0;
    const byte ImportReply = 1;
    const byte Replies = 2;

    // phase, direction, length of the request, its packets
    const int PrefixSize = 5;

    readonly IsoPacket[] _packets = new IsoPacket[byte.MaxValue];
    readonly byte[] _buffer = new byte[ushort.MaxValue];
    readonly byte[] _compact = new byte[ushort.MaxValue];

    public string Name => "client";

    public long MaxAllocation => 64 << 10; // Texts of as many devices as fit into an input, and an exception.

    public IReadOnlyList<FuzzSample> Samples { get; } =
    [
        Devices(Prefix(DeviceListReply).Message().U16(0x0111).U16(0x0005).U32(0), 3),
        Stream(Device(Prefix(ImportReply, isIn: true, length: 512).Message().U16(0x0111).U16(0x0003).U32(0), "1-1", 2)),
        new SampleBuilder().U8(ImportReply, 0).U16(0).U8(0).Message().U16(0x0111).U16(0x0003).U32(1).Build(),
        Stream(Prefix(Replies, isIn: true, length: 512)),
        UrbSamples.Reply(Prefix(Replies, isIn: false, length: 31), actualLength: 31, isIn: false).Build(),
        UrbSamples.Reply(Prefix(Replies, isIn: false, length: 64, packets: 8), actualLength: 64, isIn: false, packets: 8).Build(),
        UrbSamples.Reply(Prefix(Replies, isIn: true, length: 64, packets: 8), actualLength: 64, packets: 8).Build(),
        UrbSamples.Reply(Prefix(Replies, isIn: true, length: 1024, packets: 128), actualLength: 1024, packets: 128).Build(),
        Short(),
    ];

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.Length < PrefixSize) return;
        ReadOnlySpan<byte> rest = input[PrefixSize..];
        try
        {
            switch (input[0] % 3)
            {
                case DeviceListReply:
                    TakeDeviceList(rest);
                    return;
                case ImportReply when !TryTakeImport(ref rest):
                    return;
                default:
                    break;
            }
        }
        catch (ProtocolException)
        {
            return; // Documented: the client gives the connection up.
        }
        bool isIn = input[1] % 2 == 1;
        int length = BinaryPrimitives.ReadUInt16BigEndian(input[2..]);
        while (rest.Length >= UrbHeader.Size)
        {
            switch (UrbHeader.Read(rest).Command)
            {
                case UrbCommand.SubmitReply when TryTakeReply(ref rest, isIn, length, packets: input[4]):
                    break;
                case UrbCommand.UnlinkReply:
                    TakeUnlinkReply(rest);
                    rest = rest[UrbHeader.Size..];
                    break;
                default:
                    return;
            }
        }
    }

    static SampleBuilder Prefix(byte phase, bool isIn = true, ushort length = 0, byte packets = 0) =>
        new SampleBuilder().U8(phase, isIn ? (byte)1 : (byte)0).U16(length).U8(packets);

    static SampleBuilder Device(SampleBuilder to, string busId, byte interfaces) =>
        to.Message().Text("/sys/devices/é/" + busId, 256).Text(busId, 32).U32(1, 2, 3).U16(0x1209).U16(0x0001).U16(0x0100).U8(0, 0, 0, 1, 1, interfaces);

    static FuzzSample Devices(SampleBuilder to, byte count)
    {
        to.U32(count);
        for (byte i = 1; i <= count; i++)
        {
            Device(to, $"3-{i}", i);
            for (byte n = 0; n < i; n++) to.U8(3, n, 1, 0);
        }
        return to.Build();
    }

    static FuzzSample Stream(SampleBuilder to)
    {
        UrbSamples.Reply(to, actualLength: 512, seqnum: 1);
        UrbSamples.Reply(to, actualLength: 13, seqnum: 2, status: -121);
        UrbSamples.UnlinkReply(to, seqnum: 3);
        return UrbSamples.Reply(to, actualLength: 0, seqnum: 4, status: -32).Build();
    }

    /// <summary>Packets that came short, one not at all: the data lies closer together than it belongs.</summary>
    static FuzzSample Short() => Prefix(Replies, isIn: true, length: 64, packets: 4)
        .Message().U32(3, 1, 0, 0, 0).U32(0, 24, 0, 4, 1).Bytes(new byte[8]).Bytes([.. "abcdefgh0123456789ABCDEF"u8])
        .U32(0, 16, 8, 0).U32(16, 16, 0, 0xffffffee).U32(32, 16, 10, 0).U32(48, 16, 6, 0).Build();

    static void TakeDeviceList(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < OpHeader.Size + DeviceList.CountSize || OpHeader.Read(rest) != new OpHeader(OpCode.ReplyDeviceList)) return;
        rest = rest[OpHeader.Size..];
        int count = DeviceList.ReadCount(rest, UsbipLimits.Default);
        rest = rest[DeviceList.CountSize..];
        for (int i = 0; i < count && rest.Length >= DeviceRecord.Size; i++)
        {
            int interfaces = TakeDevice(rest);
            rest = rest[DeviceRecord.Size..];
            for (int n = 0; n < interfaces && rest.Length >= InterfaceRecord.Size; n++)
            {
                _ = InterfaceRecord.Read(rest);
                rest = rest[InterfaceRecord.Size..];
            }
        }
    }

    static bool TryTakeImport(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < OpHeader.Size + DeviceRecord.Size || OpHeader.Read(rest) != new OpHeader(OpCode.ReplyImport)) return false;
        TakeDevice(rest[OpHeader.Size..]);
        rest = rest[(OpHeader.Size + DeviceRecord.Size)..];
        return true;
    }

    static int TakeDevice(ReadOnlySpan<byte> bytes)
    {
        var device = DeviceRecord.Read(bytes, out int interfaces);
        Span<byte> again = stackalloc byte[DeviceRecord.Size];
        device.Write(again);
        FuzzFailureException.Unless(device == DeviceRecord.Read(again, out _), "a device is read as it was written");
        FuzzFailureException.Unless(again[288..311].SequenceEqual(bytes[288..311]), "a device's numbers are written as they were read");
        FuzzFailureException.Unless(!device.Path.AsSpan().ContainsAnyInRange('\0', '\u001f'), "a path is safe to print");
        return interfaces;
    }

    static void TakeUnlinkReply(ReadOnlySpan<byte> bytes)
    {
        var reply = UnlinkReply.Read(bytes);
        Span<byte> again = stackalloc byte[UrbHeader.Size];
        reply.Write(again);
        FuzzFailureException.Unless(reply == UnlinkReply.Read(again), "a RET_UNLINK is read as it was written");
    }

    bool TryTakeReply(ref ReadOnlySpan<byte> rest, bool isIn, int length, int packets)
    {
        var reply = SubmitReply.Read(rest);
        if (SubmitReplyRules.Check(reply, isIn, length, packets) is not null) return false;
        rest = rest[UrbHeader.Size..];
        int payload = isIn ? reply.ActualLength : 0;
        if (rest.Length < payload + (packets * IsoPacket.Size)) return false; // A client would wait for more.
        // Exactly as long as the request's buffer: a byte beyond it is out of range.
        Span<byte> buffer = _buffer.AsSpan(0, length);
        ReadOnlySpan<byte> data = rest[..payload];
        data.CopyTo(buffer);
        rest = rest[payload..];
        if (packets == 0) return true;
        for (int i = 0; i < packets; i++)
        {
            _packets[i] = IsoPacket.Read(rest);
            rest = rest[IsoPacket.Size..];
        }
        ReadOnlySpan<IsoPacket> all = _packets.AsSpan(0, packets);
        if (SubmitReplyRules.CheckPackets(all, reply.ActualLength, length) is not null) return false;
        if (isIn) Spread(all, data, buffer);
        return true;
    }

    void Spread(ReadOnlySpan<IsoPacket> packets, ReadOnlySpan<byte> data, Span<byte> buffer)
    {
        int from = data.Length;
        for (int i = packets.Length - 1; i >= 0; i--)
        {
            int count = (int)packets[i].ActualLength;
            from -= count;
            if (count > 0) buffer.Slice(from, count).CopyTo(buffer[(int)packets[i].Offset..]);
        }
        FuzzFailureException.Unless(from == 0, "the packets' lengths add up to the reply's");
        Span<byte> compact = _compact.AsSpan(0, data.Length);
        foreach (IsoPacket packet in packets)
        {
            if (packet.ActualLength == 0) continue;
            buffer.Slice((int)packet.Offset, (int)packet.ActualLength).CopyTo(compact[from..]);
            from += (int)packet.ActualLength;
        }
        FuzzFailureException.Unless(compact.SequenceEqual(data), "no packet's data is lost in spreading");
    }
}
