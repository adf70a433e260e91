using Farhub.Hub.Tests.Fakes;
using Farhub.Hub.Tests.Wire;
using Farhub.Protocol;
using Farhub.Usb;

namespace Farhub.Hub.Tests;

public sealed class UnlinkTests
{
    static readonly Request Report = Request.In(FakeDevice.InterruptIn, 8);

    static SessionRing WithPendingInterrupt(CancelMode cancel)
    {
        var ring = new SessionRing();
        ring.Device[FakeDevice.InterruptIn].Mode = EndpointMode.Pending;
        ring.Device[FakeDevice.InterruptIn].OnCancel = cancel;
        return ring;
    }

    [Theory]
    [InlineData(nameof(CancelMode.Win))]
    [InlineData(nameof(CancelMode.WinInline))]
    public void UnlinkThatWins_IsTheOnlyAnswer(string cancel)
    {
        using SessionRing ring = WithPendingInterrupt(Enum.Parse<CancelMode>(cancel));
        uint submit = ring.Client.Submit(Report);
        uint unlink = ring.Client.Unlink(submit);
        Assert.Equal(new Reply(UrbCommand.UnlinkReply, unlink, -Errno.ECONNRESET), ring.Client.Read());
        ring.Client.Unlink(submit); // Nothing of it is left.
        Assert.Equal(0, ring.Client.Read().Status);
        Assert.Equal(0, ring.Client.Unanswered);
    }

    [Fact]
    public void UnlinkThatLoses_BringsTheDataFirstAndThenZero()
    {
        using SessionRing ring = WithPendingInterrupt(CancelMode.Lose);
        uint submit = ring.Client.Submit(Report);
        uint unlink = ring.Client.Unlink(submit);
        Reply first = ring.Client.Read();
        Assert.Equal((submit, 0, true), (first.Seqnum, first.Status, first.IsSubmit));
        Assert.Equal(Pattern.Of(8, 8), first.Data);
        Assert.Equal(new Reply(UrbCommand.UnlinkReply, unlink, 0), ring.Client.Read());
    }

    [Fact]
    public void UnlinkThatLosesToLargeData_BringsAllOfItFirst()
    {
        using var ring = new SessionRing();
        ring.Device[FakeDevice.BulkIn].Mode = EndpointMode.Pending;
        ring.Device[FakeDevice.BulkIn].OnCancel = CancelMode.Lose;
        uint submit = ring.Client.Submit(Request.In(FakeDevice.BulkIn, 1 << 20));
        ring.Client.Unlink(submit);
        Assert.True(ring.Client.Read().Data.AsSpan().SequenceEqual(Pattern.Of(1 << 20, 1 << 20)));
        Assert.Equal(0, ring.Client.Read().Status);
    }

    [Fact]
    public void UnlinkThatLosesToAnError_BringsTheErrorFirst()
    {
        using SessionRing ring = WithPendingInterrupt(CancelMode.Lose);
        ring.Device[FakeDevice.InterruptIn].Answer = urb => urb.Finish(-Errno.EPIPE);
        ring.Client.Unlink(ring.Client.Submit(Report));
        Assert.Equal(-Errno.EPIPE, ring.Client.Read().Status);
        Assert.Equal(0, ring.Client.Read().Status);
    }

    [Fact]
    public void UnlinkOfWhatHasBeenAnswered_IsZeroAfterTheAnswer()
    {
        using var ring = new SessionRing();
        ring.Client.Cork();
        uint submit = ring.Client.Submit(Request.In(FakeDevice.BulkIn, 600));
        uint unlink = ring.Client.Unlink(submit);
        ring.Client.Uncork();
        Assert.Equal(submit, ring.Client.Read().Seqnum);
        Assert.Equal(new Reply(UrbCommand.UnlinkReply, unlink, 0), ring.Client.Read());
        Assert.Equal(0, ring.Device.Cancels);
    }

    [Fact]
    public void UnlinkAskedTwice_IsAnsweredTwiceAndTheDeviceAskedOnce()
    {
        using SessionRing ring = WithPendingInterrupt(CancelMode.Late);
        uint submit = ring.Client.Submit(Report);
        uint first = ring.Client.Unlink(submit);
        uint second = ring.Client.Unlink(submit);
        Assert.Equal(new Reply(UrbCommand.UnlinkReply, second, 0), ring.Client.Read());
        ring.Open.Complete(0, -Errno.ENOENT);
        Assert.Equal(new Reply(UrbCommand.UnlinkReply, first, -Errno.ECONNRESET), ring.Client.Read());
        Assert.Equal(1, ring.Device.Cancels);
    }

    [Fact]
    public void UnlinkAskedTwiceThatLoses_NeverBringsTheSubmitBack()
    {
        // The client has taken the second RET_UNLINK for the end of the URB: a RET_SUBMIT now would unplug its device.
        using SessionRing ring = WithPendingInterrupt(CancelMode.Late);
        uint submit = ring.Client.Submit(Report);
        uint first = ring.Client.Unlink(submit);
        uint second = ring.Client.Unlink(submit);
        Assert.Equal(second, ring.Client.Read().Seqnum);
        ring.Open.Complete();
        Assert.Equal(new Reply(UrbCommand.UnlinkReply, first, -Errno.ECONNRESET), ring.Client.Read());
        Assert.Equal(0, ring.Client.Ask(Request.In(FakeDevice.BulkIn, 3)).Status);
    }

    [Fact]
    public void UnlinkOfAnUnlink_IsZeroAndCancelsNothing()
    {
        using SessionRing ring = WithPendingInterrupt(CancelMode.Late);
        uint submit = ring.Client.Submit(Report);
        uint unlink = ring.Client.Unlink(submit);
        uint second = ring.Client.Unlink(unlink);
        Assert.Equal(new Reply(UrbCommand.UnlinkReply, second, 0), ring.Client.Read());
        ring.Open.Complete(0, -Errno.ENOENT);
        Assert.Equal(unlink, ring.Client.Read().Seqnum);
        Assert.Equal(1, ring.Device.Cancels);
    }

    [Fact]
    public void ThreeUnlinksThenASubmit_TheSubmitIsServed()
    {
        using SessionRing ring = WithPendingInterrupt(CancelMode.Win);
        uint[] submits = [ring.Client.Submit(Report), ring.Client.Submit(Report), ring.Client.Submit(Report)];
        foreach (uint submit in submits) ring.Client.Unlink(submit);
        for (int i = 0; i < 3; i++) Assert.Equal(-Errno.ECONNRESET, ring.Client.Read().Status);
        Assert.Equal(0, ring.Client.Ask(Request.In(FakeDevice.BulkIn, 3)).Status);
    }

    [Fact]
    public void LateCancellation_DelaysNoOtherEndpoint()
    {
        using SessionRing ring = WithPendingInterrupt(CancelMode.Late);
        uint unlink = ring.Client.Unlink(ring.Client.Submit(Report));
        for (int i = 0; i < 10; i++) Assert.Equal(0, ring.Client.Ask(Request.In(FakeDevice.BulkIn, 512)).Status);
        ring.Open.Complete(0, -Errno.ENOENT);
        Assert.Equal(unlink, ring.Client.Read().Seqnum);
    }

    [Fact]
    public void LateCancellation_KeepsTheUrbUntilTheDeviceReturnsIt()
    {
        using SessionRing ring = WithPendingInterrupt(CancelMode.Late);
        for (int i = 0; i < 5; i++) ring.Client.Unlink(ring.Client.Submit(Report));
        // The hub would take an idle URB again if it thought one free, and the device would notice that it is in flight.
        for (int i = 0; i < 5; i++) ring.Client.Ask(Request.Out(FakeDevice.InterruptOut, new byte[8]));
        Assert.Equal(6, ring.Device.LiveUrbs);
        ring.Open.CompleteAll(-Errno.ENOENT);
        for (int i = 0; i < 5; i++) Assert.Equal(-Errno.ECONNRESET, ring.Client.Read().Status);
    }

    [Fact]
    public void SeqnumOfAnUnlinkedUrb_MayBeUsedAgain()
    {
        using SessionRing ring = WithPendingInterrupt(CancelMode.Win);
        for (int i = 0; i < 100; i++)
        {
            ring.Client.Submit(Report with { Seqnum = 5 });
            ring.Client.Unlink(5, 6);
            Assert.Equal(-Errno.ECONNRESET, ring.Client.Read().Status);
        }
    }

    [Fact]
    public void CutShortWithoutAnUnlink_IsShutDown()
    {
        // A side effect of SET_INTERFACE or reset; −ENOENT would tell the client that it had asked for it.
        using SessionRing ring = WithPendingInterrupt(CancelMode.Late);
        ring.Client.Submit(Report);
        ring.Open.WaitForPending(1);
        ring.Open.Complete(0, -Errno.ENOENT);
        Assert.Equal(-Errno.ESHUTDOWN, ring.Client.Read().Status);
    }

    [Fact]
    public void UnlinkAtTeardown_LeavesNothing()
    {
        for (int i = 0; i < 50; i++)
        {
            using SessionRing ring = WithPendingInterrupt((CancelMode)(i % 4));
            uint submit = 0;
            for (int k = 0; k < 20; k++) submit = ring.Client.Submit(Report);
            ring.Client.Cork();
            for (uint k = 0; k < 20; k++) ring.Client.Unlink(submit - k);
            ring.Client.Uncork();
        }
    }

    [Fact]
    public void UnlinkWhileTheDeviceIsBusyInsideSubmit_IsAnsweredAfterwards()
    {
        using var inside = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        using SessionRing ring = WithPendingInterrupt(CancelMode.Win);
        uint report = ring.Client.Submit(Report);
        ring.Open.WaitForPending(1);
        ring.Device.Submitting = urb =>
        {
            if (urb.Type != TransferType.Control) return;
            inside.Set();
            goOn.Wait();
        };
        uint setInterface = ring.Client.Submit(Request.Control(new SetupPacket(1, StandardRequest.SetInterface, 1, 0, 0)));
        inside.Wait(TestContext.Current.CancellationToken);
        uint unlink = ring.Client.Unlink(report);
        goOn.Set();
        Reply[] replies = [ring.Client.Read(), ring.Client.Read()];
        Assert.Equal([setInterface, unlink], replies.Select(r => r.Seqnum).Order());
        Assert.Equal([-Errno.ECONNRESET, 0], replies.Select(r => r.Status).Order());
    }
}
