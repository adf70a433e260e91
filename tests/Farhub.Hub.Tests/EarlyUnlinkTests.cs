using Farhub.Hub.Tests.Fakes;
using Farhub.Hub.Tests.Wire;
using Farhub.Protocol;
using Farhub.Usb;

namespace Farhub.Hub.Tests;

/// <summary>vhci_hcd may send CMD_UNLINK before the CMD_SUBMIT it is about.</summary>
public sealed class EarlyUnlinkTests
{
    static readonly UnlinkCommand UnlinkOfSeven = new(Seqnum: 8, DevId: 1, UnlinkSeqnum: 7);

    [Theory]
    [InlineData(0x02, 0)]
    [InlineData(0x01, 70_000)]
    public void UnlinkBeforeItsSubmit_CancelsItBeforeTheDeviceSeesIt(byte endpoint, int outLength)
    {
        using var ring = new SessionRing();
        Assert.Equal(0, ring.Client.Ask(Request.In(FakeDevice.BulkIn, 3) with { Seqnum = 6 }).Status);
        Request seven = outLength > 0
            ? Request.Out(FakeDevice.BulkOut, Pattern.Of(outLength, endpoint))
            : Request.In(FakeDevice.InterruptIn, 8);
        ring.Client.Unlink(target: 7, number: 8);
        ring.Client.Submit(seven with { Seqnum = 7 });
        Assert.Equal(new Reply(UrbCommand.UnlinkReply, 8, -Errno.ECONNRESET), ring.Client.Read());
        Assert.Equal(0, ring.Client.Ask(Request.In(FakeDevice.BulkIn, 3) with { Seqnum = 9 }).Status);
        Assert.Equal(0, ring.Client.Unanswered);
        Assert.Equal(2, ring.Device.Submissions.Count); // Only 6 and 9.
    }

    [Fact]
    public void UnlinkBeforeASubmitThatIsRefused_IsZeroAfterTheRefusal()
    {
        using var ring = new SessionRing();
        ring.Client.Unlink(target: 7, number: 8);
        ring.Client.Submit(new Request { Seqnum = 7, Endpoint = 14, Direction = 1, Length = 8 });
        Assert.Equal((7u, -Errno.ENOENT), ring.Client.Read() is var refusal ? (refusal.Seqnum, refusal.Status) : default);
        Assert.Equal(new Reply(UrbCommand.UnlinkReply, 8, 0), ring.Client.Read());
    }

    [Fact]
    public void UnlinkOfWhatNeverComes_IsAnsweredInTheEnd()
    {
        using var ring = new SessionRing();
        ring.Client.Unlink(target: 7, number: 8);
        Assert.Equal(new Reply(UrbCommand.UnlinkReply, 8, 0), ring.Client.Read());
    }

    [Fact]
    public void OnlyWhatIsNewerThanTheNewestSubmit_IsKept()
    {
        var early = new EarlyUnlinks(new FakeTime());
        Assert.True(early.TryKeep(UnlinkOfSeven)); // Before any submit, everything may still come.
        early.Saw(7);
        Assert.True(early.TryTake(7, out UnlinkCommand taken));
        Assert.Equal(UnlinkOfSeven, taken);
        Assert.True(early.IsEmpty);
        Assert.False(early.TryKeep(UnlinkOfSeven));
        Assert.False(early.TryKeep(UnlinkOfSeven with { UnlinkSeqnum = 6 }));
        Assert.False(early.TryKeep(UnlinkOfSeven with { UnlinkSeqnum = 9 })); // Newer than the unlink: nobody's submit.
        Assert.True(early.TryKeep(UnlinkOfSeven with { Seqnum = 10, UnlinkSeqnum = 9 }));
        Assert.False(early.TryExpire(out _));
        early.Saw(11); // Submits come in order: 9 never will.
        Assert.True(early.TryExpire(out _));
    }

    [Fact]
    public void NumbersThatWrapAround_AreNewer()
    {
        var early = new EarlyUnlinks(new FakeTime());
        early.Saw(uint.MaxValue);
        Assert.True(early.TryKeep(UnlinkOfSeven with { UnlinkSeqnum = 1 }));
        early.Saw(3);
        Assert.False(early.TryKeep(UnlinkOfSeven with { UnlinkSeqnum = uint.MaxValue }));
    }

    [Fact]
    public void OldestExpiresFirst_AndOnlyWhenItsTimeIsUp()
    {
        var time = new FakeTime();
        var early = new EarlyUnlinks(time);
        Assert.True(early.TryKeep(UnlinkOfSeven));
        time.Advance(EarlyUnlinks.Patience / 2);
        Assert.True(early.TryKeep(UnlinkOfSeven with { UnlinkSeqnum = 9, Seqnum = 10 }));
        Assert.False(early.TryExpire(out _));
        time.Advance(EarlyUnlinks.Patience / 2);
        Assert.True(early.TryExpire(out UnlinkCommand expired));
        Assert.Equal(8u, expired.Seqnum);
        Assert.False(early.TryExpire(out _));
    }

    [Fact]
    public void FloodOfUnlinksOfNothing_IsBounded()
    {
        var early = new EarlyUnlinks(new FakeTime());
        uint kept = 0;
        while (early.TryKeep(new UnlinkCommand(Seqnum: 1000, DevId: 1, UnlinkSeqnum: kept))) kept++;
        Assert.Equal(64u, kept);
    }
}
