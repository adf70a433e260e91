using Farhub.Protocol;

namespace Farhub.Fuzz.Targets;

/// <summary>What a hub reads from a client: a request, then SUBMITs and UNLINKs with all that follows them. The framing is walked as a
/// session walks it, every length against its limit first.</summary>
sealed class HubInputTarget : IFuzzTarget
{
    const byte FromTheStart = 0;
    const byte AfterImport = 1;

    static readonly UsbipLimits Limits = UsbipLimits.Default;
    static readonly byte[] GetDescriptor = [0x80, 6, 0, 1, 0, 0, 18, 0];
    static readonly byte[] SetConfiguration = [0x00, 9, 1, 0, 0, 0, 0, 0];

    public string Name => "hub";

    public long MaxAllocation => 1024; // The bus id's text.

    // The first byte says where the stream starts.
    public IReadOnlyList<FuzzSample> Samples { get; } =
    [
        new SampleBuilder().U8(FromTheStart).Message().U16(0x0111).U16(0x8005).U32(0).Build(),
        Urbs(new SampleBuilder().U8(FromTheStart).Message().U16(0x0111).U16(0x8003).U32(0).Text("3-1.4", 32)),
        Urbs(new SampleBuilder().U8(AfterImport)),
        UrbSamples.Submit(new SampleBuilder().U8(AfterImport), endpoint: 1, isIn: false, length: 1024, packets: 128).Build(),
    ];

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty) return;
        bool imported = input[0] % 2 == AfterImport;
        ReadOnlySpan<byte> rest = input[1..];
        if (!imported && !TryImport(ref rest)) return;
        while (rest.Length >= UrbHeader.Size)
        {
            switch (UrbHeader.Read(rest).Command)
            {
                case UrbCommand.Submit when TryTakeSubmit(ref rest):
                    break;
                case UrbCommand.Unlink:
                    TakeUnlink(rest[..UrbHeader.Size]);
                    rest = rest[UrbHeader.Size..];
                    break;
                default:
                    return; // Not a message; the session ends.
            }
        }
    }

    static FuzzSample Urbs(SampleBuilder to)
    {
        UrbSamples.Submit(to, endpoint: 0, isIn: true, length: 18, seqnum: 1, setup: GetDescriptor);
        UrbSamples.Submit(to, endpoint: 0, isIn: false, length: 0, seqnum: 2, setup: SetConfiguration);
        UrbSamples.Submit(to, endpoint: 2, isIn: false, length: 31, seqnum: 3);
        UrbSamples.Submit(to, endpoint: 1, isIn: true, length: 512, seqnum: 4);
        UrbSamples.Unlink(to, seqnum: 5, unlinkSeqnum: 4);
        UrbSamples.Submit(to, endpoint: 3, isIn: false, length: 64, packets: 8, seqnum: 6);
        return UrbSamples.Submit(to, endpoint: 3, isIn: true, length: 64, packets: 8, seqnum: 7).Build();
    }

    static bool TryImport(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < OpHeader.Size + BusId.FieldSize) return false;
        var header = OpHeader.Read(rest);
        if (header != new OpHeader(OpCode.RequestImport)) return false;
        if (!BusId.TryRead(rest[OpHeader.Size..], out BusId busId)) return false;
        Span<byte> again = stackalloc byte[BusId.FieldSize];
        busId.Write(again);
        FuzzFailureException.Unless(BusId.TryRead(again, out BusId same) && same == busId, "a bus id is read as it was written");
        rest = rest[(OpHeader.Size + BusId.FieldSize)..];
        return true;
    }

    static bool TryTakeSubmit(ref ReadOnlySpan<byte> rest)
    {
        var submit = SubmitCommand.Read(rest);
        Span<byte> again = stackalloc byte[UrbHeader.Size];
        submit.Write(again);
        FuzzFailureException.Unless(again.SequenceEqual(rest[..UrbHeader.Size]), "a CMD_SUBMIT is written as it was read");
        if (submit.Direction > 1 || submit.Endpoint > 15 || submit.Length < 0 || submit.Length > Limits.MaxTransferLength
            || submit.PacketCount > Limits.MaxIsoPackets)
        {
            return false;
        }
        rest = rest[UrbHeader.Size..];
        int payload = submit.IsIn ? 0 : submit.Length;
        int packets = Math.Max(submit.PacketCount, 0);
        if (rest.Length < payload + (packets * IsoPacket.Size)) return false; // A session would wait for more.
        rest = rest[payload..];
        for (int i = 0; i < packets; i++)
        {
            var packet = IsoPacket.Read(rest);
            packet.Write(again);
            FuzzFailureException.Unless(again[..IsoPacket.Size].SequenceEqual(rest[..IsoPacket.Size]), "a packet is written as it was read");
            rest = rest[IsoPacket.Size..];
        }
        return true;
    }

    static void TakeUnlink(ReadOnlySpan<byte> bytes)
    {
        var unlink = UnlinkCommand.Read(bytes);
        Span<byte> again = stackalloc byte[UrbHeader.Size];
        unlink.Write(again);
        FuzzFailureException.Unless(unlink == UnlinkCommand.Read(again), "a CMD_UNLINK is read as it was written");
    }
}
