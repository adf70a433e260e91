using Farhub.Protocol;
using Farhub.Usb;

namespace Farhub.Fuzz.Targets;

/// <summary>The messages of the data path, one an execution: what was read is written as it was, nothing else is touched, nothing is allocated.</summary>
sealed class CodecTarget : IFuzzTarget
{
    const byte Background = 0xa5;

    public string Name => "codec";

    public long MaxAllocation => 0;

    // The first byte says which message follows.
    public IReadOnlyList<FuzzSample> Samples { get; } =
    [
        UrbSamples.Submit(new SampleBuilder().U8(0), endpoint: 2, isIn: true, length: 512).Build(),
        UrbSamples.Submit(new SampleBuilder().U8(0), endpoint: 1, isIn: false, length: 32, packets: 4).Build(),
        UrbSamples.Reply(new SampleBuilder().U8(1), actualLength: 512).Build(),
        UrbSamples.Unlink(new SampleBuilder().U8(2)).Build(),
        UrbSamples.UnlinkReply(new SampleBuilder().U8(3)).Build(),
        new SampleBuilder().U8(4).Message().U32(8, 16, 12, 0xffffffee).Build(),
        new SampleBuilder().U8(5).Message().U16(0x0111).U16(0x8003).U32(0).Build(),
        new SampleBuilder().U8(6).Message().U8(8, 6, 0x50, 0).Build(),
        new SampleBuilder().U8(7).Message().U8(0x80, 6).U16Le(0x0100).U16Le(0).U16Le(18).Build(),
        new SampleBuilder().U8(8).Message().U32(1, 2, 0x10002, 1, 15).Build(),
    ];

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty) return;
        Span<byte> room = stackalloc byte[UrbHeader.Size + 16];
        room.Fill(Background);
        ReadOnlySpan<byte> bytes = input[1..];
        // Where the message is shorter than its reader wants, a session waits for more; that readers refuse is the unit tests' matter.
        switch (input[0] % 9)
        {
            case 0 when bytes.Length >= UrbHeader.Size:
                var submit = SubmitCommand.Read(bytes);
                submit.Write(room);
                Same(room, UrbHeader.Size, submit == SubmitCommand.Read(room), bytes[4..48], room[4..48]);
                break;
            case 1 when bytes.Length >= UrbHeader.Size:
                var reply = SubmitReply.Read(bytes);
                reply.Write(room);
                Same(room, UrbHeader.Size, reply == SubmitReply.Read(room), bytes[20..40], room[20..40]);
                break;
            case 2 when bytes.Length >= UrbHeader.Size:
                var unlink = UnlinkCommand.Read(bytes);
                unlink.Write(room);
                Same(room, UrbHeader.Size, unlink == UnlinkCommand.Read(room), bytes[4..12], room[4..12]);
                break;
            case 3 when bytes.Length >= UrbHeader.Size:
                var unlinkReply = UnlinkReply.Read(bytes);
                unlinkReply.Write(room);
                Same(room, UrbHeader.Size, unlinkReply == UnlinkReply.Read(room), bytes[20..24], room[20..24]);
                break;
            case 4 when bytes.Length >= IsoPacket.Size:
                var packet = IsoPacket.Read(bytes);
                packet.Write(room);
                Same(room, IsoPacket.Size, packet == IsoPacket.Read(room), bytes[..IsoPacket.Size], room[..IsoPacket.Size]);
                break;
            case 5 when bytes.Length >= OpHeader.Size:
                var header = OpHeader.Read(bytes);
                header.Write(room);
                Same(room, OpHeader.Size, header == OpHeader.Read(room), bytes[..OpHeader.Size], room[..OpHeader.Size]);
                break;
            case 6 when bytes.Length >= InterfaceRecord.Size:
                var one = InterfaceRecord.Read(bytes);
                one.Write(room);
                Same(room, InterfaceRecord.Size, one == InterfaceRecord.Read(room), bytes[..3], room[..3]);
                break;
            case 7 when bytes.Length >= SetupPacket.Size:
                var setup = SetupPacket.Read(bytes);
                setup.Write(room);
                Same(room, SetupPacket.Size, setup == SetupPacket.Read(room), bytes[..SetupPacket.Size], room[..SetupPacket.Size]);
                break;
            case 8 when bytes.Length >= UrbHeader.BasicSize:
                var basic = UrbHeader.Read(bytes);
                basic.Write(room);
                Same(room, UrbHeader.BasicSize, basic == UrbHeader.Read(room), bytes[..UrbHeader.BasicSize], room[..UrbHeader.BasicSize]);
                break;
            default:
                break;
        }
    }

    static void Same(ReadOnlySpan<byte> room, int size, bool sameMessage, ReadOnlySpan<byte> read, ReadOnlySpan<byte> written)
    {
        FuzzFailureException.Unless(sameMessage, "what is written is read the same");
        FuzzFailureException.Unless(read.SequenceEqual(written), "what is read is written the same");
        FuzzFailureException.Unless(!room[size..].ContainsAnyExcept(Background), "a message is written within its size");
    }
}
