namespace Farhub.Protocol.Tests;

/// <summary>The data path allocates nothing for a URB; these are what it calls for each.</summary>
public sealed class AllocationTests
{
    [Fact]
    public void UrbHeader() => AllocatesNothing(static b => Protocol.UrbHeader.Read(b).Write(b));

    [Fact]
    public void SubmitCommand() => AllocatesNothing(static b => Protocol.SubmitCommand.Read(b).Write(b));

    [Fact]
    public void SubmitReply() => AllocatesNothing(static b => Protocol.SubmitReply.Read(b).Write(b));

    [Fact]
    public void UnlinkCommand() => AllocatesNothing(static b => Protocol.UnlinkCommand.Read(b).Write(b));

    [Fact]
    public void UnlinkReply() => AllocatesNothing(static b => Protocol.UnlinkReply.Read(b).Write(b));

    [Fact]
    public void IsoPacket() => AllocatesNothing(static b => Protocol.IsoPacket.Read(b).Write(b));

    [Fact]
    public void RulesThatHold() => AllocatesNothing(static b =>
    {
        Span<IsoPacket> packets = [new IsoPacket(0, 8, 5, 0), new IsoPacket(8, 8, 8, 0)];
        Assert.Null(SubmitReplyRules.Check(new SubmitReply(1, 0, 13, PacketCount: 2), isIn: true, requestedLength: 16, requestedPackets: 2));
        Assert.Null(SubmitReplyRules.CheckPackets(packets, actualLength: 13, requestedLength: 16));
    });

    static void AllocatesNothing(Writer once)
    {
        Span<byte> bytes = stackalloc byte[Protocol.UrbHeader.Size];
        once(bytes); // Whatever is made only the first time.
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) once(bytes);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
