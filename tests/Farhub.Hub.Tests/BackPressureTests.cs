using Farhub.Hub.Tests.Fakes;
using Farhub.Hub.Tests.Wire;
using Farhub.Protocol;
using Farhub.Usb;

namespace Farhub.Hub.Tests;

public sealed class BackPressureTests
{
    static readonly UsbipLimits EightUrbs = UsbipLimits.Default with { MaxUrbsInFlight = 8 };

    [Fact]
    public void UrbsInFlight_AreBoundedAndNoneIsLost()
    {
        using var ring = new SessionRing(EightUrbs);
        ring.Device[FakeDevice.BulkIn].Mode = EndpointMode.Pending;
        for (int i = 1; i <= 100; i++) ring.Client.Submit(Request.In(FakeDevice.BulkIn, i));
        for (int i = 1; i <= 100; i++)
        {
            ring.Open.WaitForPending(Math.Min(8, 101 - i));
            ring.Open.Complete();
            Assert.Equal(i, ring.Client.Read().ActualLength);
        }
        Assert.InRange(ring.Device.MostLiveUrbs, 1, 8);
    }

    [Fact]
    public void BytesInFlight_AreBoundedAndNoneIsLost()
    {
        using var ring = new SessionRing(UsbipLimits.Default with { MaxBytesInFlight = 64 << 10 });
        ring.Device[FakeDevice.BulkOut].Mode = EndpointMode.OtherThread;
        ring.Device[FakeDevice.SecondIn].Mode = EndpointMode.OtherThread;
        var random = new Random(5);
        int[] lengths = [.. Enumerable.Range(0, 300).Select(_ => random.Next(1, 40_000))];
        using var written = new Worker(() =>
        {
            for (int i = 0; i < lengths.Length; i++)
            {
                ring.Client.Submit(i % 2 == 0 ? Request.Out(FakeDevice.BulkOut, new byte[lengths[i]]) : Request.In(FakeDevice.SecondIn, lengths[i]));
            }
        });
        for (int i = 0; i < lengths.Length; i++) Assert.Equal(lengths[i], ring.Client.Read().ActualLength);
        Assert.InRange(ring.Device.MostLiveBytes, 1, 64 << 10);
    }

    [Fact]
    public void UrbLargerThanTheWholeBudget_IsServedAlone()
    {
        using var ring = new SessionRing(UsbipLimits.Default with { MaxBytesInFlight = 4096 });
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(100_000, ring.Client.Ask(Request.In(FakeDevice.BulkIn, 100_000)).ActualLength);
            Assert.Equal(10, ring.Client.Ask(Request.In(FakeDevice.BulkIn, 10)).ActualLength);
        }
        Assert.Equal(1, ring.Device.MostLiveUrbs);
    }

    [Fact]
    public void MemoryOfOneSize_IsGivenUpForAnother()
    {
        using var ring = new SessionRing(EightUrbs);
        foreach (int length in (int[])[100, 5000, 100_000, 1 << 20, 100, 1 << 20, 7])
        {
            ring.Client.Cork();
            for (int i = 0; i < 20; i++) ring.Client.Submit(Request.In(FakeDevice.BulkIn, length));
            ring.Client.Uncork();
            for (int i = 0; i < 20; i++) Assert.Equal(length, ring.Client.Read().ActualLength);
        }
        Assert.InRange(ring.Device.MostLiveUrbs, 1, 8);
    }

    [Fact]
    public async Task ClientThatNeverReads_IsBoundedAndDisturbsNoOther()
    {
        var flooded = new FakeDevice { IsRecording = false };
        var other = new FakeDevice();
        await using var hub = new TestHub(UsbipLimits.Default with { MaxUrbsInFlight = 64 }, null, flooded, other);
        using WireClient client = hub.Attach(flooded);
        using WireClient bystander = hub.Attach(other);
        flooded[FakeDevice.BulkIn].Mode = EndpointMode.OtherThread;
        const int Count = 100_000;
        using var written = new Worker(() =>
        {
            for (int i = 0; i < Count; i++) client.Submit(Request.In(i % 2 == 0 ? FakeDevice.BulkIn : FakeDevice.SecondIn, 1024));
        });
        // A hundred megabytes of replies fit into no socket: by now the flood stands still, or will.
        for (int i = 0; i < 1000; i++) Assert.Equal(0, bystander.Ask(Request.In(FakeDevice.BulkIn, 512)).Status);
        Assert.False(written.HasEnded);
        Assert.InRange(flooded.MostLiveUrbs, 1, 64);
        for (int i = 0; i < Count; i++) Assert.Equal(1024, client.Read().ActualLength);
        Assert.InRange(flooded.MostLiveUrbs, 1, 64);
        Assert.Equal(0, client.Unanswered);
    }

    [Fact]
    public void SeqnumInFlightTwice_EndsTheSession()
    {
        using var ring = new SessionRing();
        ring.Device[FakeDevice.InterruptIn].Mode = EndpointMode.Pending;
        ring.Client.Submit(Request.In(FakeDevice.InterruptIn, 8) with { Seqnum = 9 });
        ring.Client.Submit(Request.In(FakeDevice.BulkIn, 8) with { Seqnum = 9 });
        ring.Client.ReadEnd();
        Assert.Equal(SessionEnd.ClientViolation, ring.WaitForEnd());
        Assert.Single(ring.Device.Submissions);
    }

    [Fact]
    public void SeqnumUsedAgainAfterItsReply_IsServed()
    {
        using var ring = new SessionRing();
        ring.Client.Cork();
        for (int i = 0; i < 300; i++) ring.Client.Submit(Request.In(FakeDevice.BulkIn, i) with { Seqnum = 9 });
        byte[] bytes = ring.Client.TakeCorked();
        ring.Client.Write(bytes);
        // Raw: the ledger cannot know that replies were under way when the next was asked.
        for (int i = 0; i < 300; i++)
        {
            var reply = SubmitReply.Read(ring.Client.Read(UrbHeader.Size));
            Assert.Equal((9u, i), (reply.Seqnum, reply.ActualLength));
            Assert.Equal(Pattern.Of(i, i), ring.Client.Read(i));
        }
    }

    [Fact]
    public void DeviceWithoutMemory_RefusesThatRequestOnly()
    {
        using var ring = new SessionRing();
        ring.Device.Creating = _ => throw new InsufficientMemoryException();
        Assert.Equal(-Errno.ENOMEM, ring.Client.Ask(Request.Out(FakeDevice.BulkOut, new byte[5000])).Status);
        Assert.Equal(-Errno.ENOMEM, ring.Client.Ask(Request.In(FakeDevice.BulkIn, 5000)).Status);
        IsoPacket[] packets = [new(0, 10, 0, 0), new(10, 10, 0, 0)];
        Reply iso = ring.Client.Ask(Request.IsoOut(new byte[20], packets));
        Assert.Equal((-Errno.ENOMEM, 0), (iso.Status, iso.PacketCount));
        ring.Device.Creating = null;
        Assert.Equal(0, ring.Client.Ask(Request.Out(FakeDevice.BulkOut, new byte[5000])).Status);
    }

    [Fact]
    public void DeviceWithoutMemory_GetsBackWhatLiesIdleInOtherSizes()
    {
        using var ring = new SessionRing();
        ring.Client.Ask(Request.In(FakeDevice.BulkIn, 100_000));
        ring.Device.Creating = _ =>
        {
            if (ring.Device.LiveUrbs > 0) throw new InsufficientMemoryException();
        };
        Assert.Equal(0, ring.Client.Ask(Request.In(FakeDevice.BulkIn, 10)).Status);
        Assert.Equal(1, ring.Device.LiveUrbs);
    }

    [Fact]
    public void ClientThatLeavesWhileAllItsUrbsAreInFlight_FreesTheDevice()
    {
        using var ring = new SessionRing(EightUrbs);
        ring.Device[FakeDevice.InterruptIn].Mode = EndpointMode.Pending;
        for (int i = 0; i < 20; i++) ring.Client.Submit(Request.In(FakeDevice.InterruptIn, 8));
        ring.Open.WaitForPending(8);
        ring.Client.Dispose();
        ring.Open.WaitForDispose();
        Assert.Equal(SessionEnd.ClientLost, ring.WaitForEnd());
    }

    [Fact]
    public async Task ClientResetWhileAllItsUrbsAreInFlight_FreesTheDevice()
    {
        var device = new FakeDevice();
        await using var hub = new TestHub(EightUrbs, null, device);
        device[FakeDevice.InterruptIn].Mode = EndpointMode.Pending;
        WireClient client = hub.Attach(device);
        for (int i = 0; i < 20; i++) client.Submit(Request.In(FakeDevice.InterruptIn, 8));
        device.Opened!.WaitForPending(8);
        client.Reset();
        device.Opened.WaitForDispose();
    }

    [Fact]
    public void UnlinkBehindAFullSession_WaitsItsTurn()
    {
        using var ring = new SessionRing(EightUrbs);
        ring.Device[FakeDevice.InterruptIn].Mode = EndpointMode.Pending;
        uint first = 0;
        for (int i = 0; i < 9; i++) first = ring.Client.Submit(Request.In(FakeDevice.InterruptIn, 8)) - (uint)i;
        ring.Open.WaitForPending(8);
        ring.Client.Unlink(first + 1);
        ring.Open.Complete();
        Assert.Equal(first, ring.Client.Read().Seqnum);
        Assert.Equal(-Errno.ECONNRESET, ring.Client.Read().Status);
    }
}
