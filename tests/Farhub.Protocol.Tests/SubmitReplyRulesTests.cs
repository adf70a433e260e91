namespace Farhub.Protocol.Tests;

/// <summary>What hostile servers have done to clients: the server-to-client half of the CVEs and fixes of drivers/usb/usbip.</summary>
public sealed class SubmitReplyRulesTests
{
    const uint Gigantic = uint.MaxValue;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 512)] // nothing came
    [InlineData(13, 512)] // short
    [InlineData(512, 512)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void LengthThatWasAskedFor_IsFine(int actual, int requested)
    {
        Assert.Null(SubmitReplyRules.Check(new SubmitReply(1, 0, actual), isIn: true, requested, 0));
        Assert.Null(SubmitReplyRules.Check(new SubmitReply(1, 0, actual), isIn: false, requested, 0));
    }

    [Theory]
    [InlineData(513, 512)] // CVE-2016-3955: written past the end of the buffer
    [InlineData(int.MaxValue, 512)]
    [InlineData(1, 0)] // data for a request that has no buffer at all
    [InlineData(-1, 512)] // receives nothing, yet the driver is told of 4 GiB
    [InlineData(int.MinValue, 512)]
    public void LengthThatWasNotAskedFor_IsAViolation(int actual, int requested)
    {
        Assert.NotNull(SubmitReplyRules.Check(new SubmitReply(1, 0, actual), isIn: true, requested, 0));
        Assert.NotNull(SubmitReplyRules.Check(new SubmitReply(1, 0, actual), isIn: false, requested, 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-32)] // stall
    [InlineData(1)] // positive: some servers say so when they fail
    [InlineData(int.MinValue)]
    public void Status_DecidesNothing(int status)
    {
        Assert.Null(SubmitReplyRules.Check(new SubmitReply(1, status, 7), isIn: true, 8, 0));
        Assert.NotNull(SubmitReplyRules.Check(new SubmitReply(1, status, 9), isIn: true, 8, 0));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(9)] // more than asked for: written past the end of the client's descriptors
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void PacketsThatWereNotAskedFor_AreAViolation(int packets) =>
        Assert.NotNull(SubmitReplyRules.Check(new SubmitReply(1, 0, 0, PacketCount: packets), isIn: true, 512, requestedPackets: 8));

    [Fact]
    public void PacketsThatWereAskedFor_AreFine() =>
        Assert.Null(SubmitReplyRules.Check(new SubmitReply(1, 0, 0, PacketCount: 8), isIn: true, 512, requestedPackets: 8));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)] // usbip-win2's request, echoed
    [InlineData(17)] // whatever stood in the memory of a Linux client, echoed
    public void PacketCount_OfOtherThanIsochronous_IsNotLookedAt(int packets) =>
        Assert.Null(SubmitReplyRules.Check(new SubmitReply(1, 0, 4, PacketCount: packets), isIn: true, 8, requestedPackets: 0));

    [Fact]
    public void Sentence_SaysWhichReplyAndWhichNumbers()
    {
        string? sentence = SubmitReplyRules.Check(new SubmitReply(4711, 0, 513), isIn: true, 512, 0);
        Assert.Contains("4711", sentence, StringComparison.Ordinal);
        Assert.Contains("513", sentence, StringComparison.Ordinal);
        Assert.Contains("512", sentence, StringComparison.Ordinal);
    }

    public static TheoryData<IsoPacket[], int, int> GoodPackets => new()
    {
        { [], 0, 0 },
        { [new(0, 8, 8, 0), new(8, 8, 8, 0)], 16, 16 },
        { [new(0, 8, 3, 0), new(8, 8, 0, -18), new(16, 8, 8, 0)], 11, 24 }, // short, failed, whole
        { [new(0, 8, 3, 0), new(0, 0, 0, -18), new(8, 8, 8, 0)], 11, 24 }, // a failed packet has nothing to place
        { [new(4, 8, 8, 0), new(20, 4, 4, 0)], 12, 24 }, // gaps, as the client asked for them
        { [new(16, 0, 0, 0)], 0, 16 },
        { [new(int.MaxValue - 1u, 1, 1, 0)], 1, int.MaxValue },
    };

    [Theory, MemberData(nameof(GoodPackets))]
    public void PacketsInsideTheBuffer_AreFine(IsoPacket[] packets, int actual, int requested) =>
        Assert.Null(SubmitReplyRules.CheckPackets(packets, actual, requested));

    public static TheoryData<string, IsoPacket[], int, int> BadPackets => new()
    {
        { "more than the packet's length", [new(0, 8, 9, 0)], 9, 16 },
        { "offset beyond the buffer", [new(16, 8, 1, 0)], 1, 16 },
        { "offset far beyond the buffer, nothing there", [new(Gigantic, 8, 0, 0)], 0, 16 },
        { "end beyond the buffer", [new(9, 8, 8, 0)], 8, 16 },
        { "offset and length overflow 32 bits", [new(Gigantic, Gigantic, Gigantic, 0)], -1, 16 },
        { "offset and length overflow to inside", [new(0xfffffff8, 16, 16, 0)], 16, 16 },
        { "offset is negative, were it signed", [new(0x80000000, 8, 8, 0)], 8, int.MaxValue },
        { "sum less than the header says", [new(0, 8, 7, 0)], 8, 16 },
        { "sum more than the header says", [new(0, 8, 8, 0)], 7, 16 },
        { "no packet, yet data", [], 1, 16 },
        { "sum overflows 32 bits to what the header says", [new(0, Gigantic, 0x80000000, 0), new(0, Gigantic, 0x80000000, 0)], 0, 16 },
        { "overlap", [new(0, 8, 8, 0), new(7, 8, 8, 0)], 16, 16 },
        { "same place twice", [new(0, 8, 8, 0), new(0, 8, 8, 0)], 16, 16 },
        { "backwards: spreading would overwrite what is not yet spread", [new(8, 8, 8, 0), new(0, 8, 8, 0)], 16, 16 },
        { "negative length in the header", [new(0, 8, 0, 0)], -1, 16 },
    };

    [Theory, MemberData(nameof(BadPackets))]
    public void PacketsThatLie_AreAViolation(string lie, IsoPacket[] packets, int actual, int requested)
    {
        _ = lie;
        Assert.NotNull(SubmitReplyRules.CheckPackets(packets, actual, requested));
    }
}
