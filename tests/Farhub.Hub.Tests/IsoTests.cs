using Farhub.Hub.Tests.Fakes;
using Farhub.Hub.Tests.Wire;
using Farhub.Protocol;
using Farhub.Usb;

namespace Farhub.Hub.Tests;

public sealed class IsoTests
{
    const int Unset = -Errno.EXDEV; // What Linux puts into the status of a request's packets.

    static IsoPacket Packet(uint offset, uint length) => new(offset, length, 0, Unset);

    static IsoPacket[] BackToBack(int count, uint length) => [.. Enumerable.Range(0, count).Select(i => Packet((uint)i * length, length))];

    [Fact]
    public void In_BringsThePacketsBackToBackWithTheirDescriptors()
    {
        using var ring = new SessionRing();
        Reply reply = ring.Client.Ask(Request.IsoIn(600, Packet(0, 100), Packet(100, 200), Packet(300, 300)) with { StartFrame = 77 });
        Assert.Equal((0, 600, 3, 77, 0), (reply.Status, reply.ActualLength, reply.PacketCount, reply.StartFrame, reply.ErrorCount));
        Assert.Equal([.. Pattern.Of(100, 0), .. Pattern.Of(200, 1), .. Pattern.Of(300, 2)], reply.Data);
        Assert.All(reply.Packets, p => Assert.Equal((p.Length, 0), (p.ActualLength, p.Status)));
    }

    [Fact]
    public void InWithShortPackets_CarriesNoPadding()
    {
        using var ring = new SessionRing();
        ring.Device[FakeDevice.IsoIn].Answer = urb =>
        {
            EndpointScript.Succeed(urb);
            urb.Packets[0].ActualLength = 10;
            urb.Packets[1].ActualLength = 0;
            urb.Packets[1].Status = -Errno.EPROTO;
            urb.Packets[2].ActualLength = 30;
            urb.ErrorCount = 1;
            urb.Finish(0, 40);
        };
        Reply reply = ring.Client.Ask(Request.IsoIn(300, BackToBack(3, 100)));
        Assert.Equal([.. Pattern.Of(10, 0), .. Pattern.Of(30, 2)], reply.Data);
        Assert.Equal([(10u, 0), (0u, -Errno.EPROTO), (30u, 0)], reply.Packets.Select(p => (p.ActualLength, p.Status)));
        Assert.Equal((40, 1), (reply.ActualLength, reply.ErrorCount));
    }

    [Fact]
    public void InWithPacketsThatClaimMoreThanTheyHold_IsCutToTheRequest()
    {
        using var ring = new SessionRing();
        ring.Device[FakeDevice.IsoIn].Answer = urb =>
        {
            EndpointScript.Succeed(urb);
            urb.Packets[0].ActualLength = int.MaxValue;
            urb.Packets[1].ActualLength = -5;
            urb.Finish(0, int.MaxValue);
        };
        Reply reply = ring.Client.Ask(Request.IsoIn(200, BackToBack(2, 100)));
        Assert.Equal([100u, 0u], reply.Packets.Select(p => p.ActualLength));
        Assert.Equal(Pattern.Of(100, 0), reply.Data);
    }

    [Fact]
    public void InWithGaps_KeepsTheClientsOffsets()
    {
        using var ring = new SessionRing();
        Reply reply = ring.Client.Ask(Request.IsoIn(1000, Packet(0, 10), Packet(500, 20), Packet(990, 10)));
        Assert.Equal([10, 20, 10], Assert.Single(ring.Device.Submissions).PacketLengths);
        Assert.Equal([.. Pattern.Of(10, 0), .. Pattern.Of(20, 1), .. Pattern.Of(10, 2)], reply.Data);
    }

    [Fact]
    public void OutWithGaps_ReachesTheDeviceBackToBack()
    {
        using var ring = new SessionRing();
        byte[] data = Pattern.Of(1000, 5);
        Reply reply = ring.Client.Ask(Request.IsoOut(data, Packet(100, 10), Packet(500, 300), Packet(990, 10)));
        Assert.Equal((0, 320), (reply.Status, reply.ActualLength));
        Assert.Empty(reply.Data);
        Submission seen = Assert.Single(ring.Device.Submissions);
        Assert.Equal([10, 300, 10], seen.PacketLengths);
        Assert.Equal([.. data[100..110], .. data[500..800], .. data[990..1000]], seen.Data[..320]);
    }

    [Fact]
    public void OutWithUnsortedOffsets_ReachesTheDeviceInPacketOrder()
    {
        using var ring = new SessionRing();
        byte[] data = Pattern.Of(100, 5);
        ring.Client.Ask(Request.IsoOut(data, Packet(60, 40), Packet(0, 30), Packet(30, 30)));
        Assert.Equal([.. data[60..100], .. data[0..30], .. data[30..60]], Assert.Single(ring.Device.Submissions).Data);
    }

    [Fact]
    public void OutWithOverlaps_ReachesTheDeviceAsAsked()
    {
        using var ring = new SessionRing();
        byte[] data = Pattern.Of(100, 5);
        ring.Client.Ask(Request.IsoOut(data, Packet(0, 30), Packet(10, 30), Packet(20, 30)));
        Assert.Equal([.. data[0..30], .. data[10..40], .. data[20..50]], Assert.Single(ring.Device.Submissions).Data[..90]);
    }

    [Fact]
    public void OutReply_SumsItsPackets()
    {
        using var ring = new SessionRing();
        ring.Device[FakeDevice.IsoOut].Answer = urb =>
        {
            EndpointScript.Succeed(urb);
            urb.Packets[1].ActualLength = 0;
            urb.Packets[1].Status = -Errno.EXDEV;
            urb.ErrorCount = 1;
        };
        Reply reply = ring.Client.Ask(Request.IsoOut(new byte[300], BackToBack(3, 100)));
        Assert.Equal((200, 1), (reply.ActualLength, reply.ErrorCount)); // The client checks the sum itself.
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void WithoutPackets_IsRefusedWithoutDescriptorsAndEchoed(int count)
    {
        using var ring = new SessionRing();
        Reply reply = ring.Client.Ask(new Request { Direction = 1, Endpoint = 3, Length = 100, PacketCount = count });
        Assert.Equal((-Errno.EINVAL, 0, count), (reply.Status, reply.ActualLength, reply.PacketCount));
        Assert.Equal(0, ring.Client.Ask(Request.In(FakeDevice.BulkIn, 1)).Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(1024)]
    public void UpToTheLimit_IsServed(int count)
    {
        using var ring = new SessionRing();
        Reply reply = ring.Client.Ask(Request.IsoIn(count * 24, BackToBack(count, 24)));
        Assert.Equal((0, count * 24, count), (reply.Status, reply.ActualLength, reply.PacketCount));
        reply = ring.Client.Ask(Request.IsoOut(new byte[count * 24], BackToBack(count, 24)));
        Assert.Equal((0, count * 24, count), (reply.Status, reply.ActualLength, reply.PacketCount));
    }

    [Theory]
    [InlineData(1025)]
    [InlineData(int.MaxValue)]
    public void BeyondTheLimit_EndsTheSession(int count)
    {
        using var ring = new SessionRing();
        ring.Client.Submit(new Request { Direction = 1, Endpoint = 3, Length = 100, PacketCount = count });
        ring.Client.ReadEnd();
        Assert.Equal(SessionEnd.ClientViolation, ring.WaitForEnd());
    }

    [Theory]
    [InlineData(0u, 101u)]
    [InlineData(100u, 1u)]
    [InlineData(uint.MaxValue, 1u)]
    [InlineData(1u, uint.MaxValue)]
    [InlineData(uint.MaxValue, uint.MaxValue)]
    public void PacketBeyondTheBuffer_IsRefusedAndDrained(uint offset, uint length)
    {
        using var ring = new SessionRing();
        foreach (Request request in (Request[])[Request.IsoOut(new byte[100], Packet(0, 1), Packet(offset, length)), Request.IsoIn(100, Packet(0, 1), Packet(offset, length))])
        {
            Reply reply = ring.Client.Ask(request);
            Assert.Equal((-Errno.EINVAL, 0, 2, 2), (reply.Status, reply.ActualLength, reply.PacketCount, reply.ErrorCount));
            Assert.All(reply.Packets, p => Assert.Equal((0u, -Errno.EINVAL), (p.ActualLength, p.Status)));
        }
        Assert.Empty(ring.Device.Submissions);
        Assert.Equal(0, ring.Client.Ask(Request.In(FakeDevice.BulkIn, 1)).Status);
    }

    [Fact]
    public void PacketsThatTogetherExceedTheBuffer_AreRefused()
    {
        using var ring = new SessionRing();
        Assert.Equal(-Errno.EINVAL, ring.Client.Ask(Request.IsoIn(100, Packet(0, 60), Packet(40, 60))).Status);
        Assert.Equal(-Errno.EINVAL, ring.Client.Ask(Request.IsoOut(new byte[100], Packet(0, 60), Packet(40, 60))).Status);
        Assert.Empty(ring.Device.Submissions);
    }

    [Fact]
    public void RefusedAfterALongerOne_CarriesNothingOfIt()
    {
        using var ring = new SessionRing();
        ring.Client.Ask(Request.IsoIn(400, BackToBack(4, 100)));
        Reply reply = ring.Client.Ask(Request.IsoIn(400, Packet(500, 1), Packet(0, 1)));
        Assert.Equal((-Errno.EINVAL, 0), (reply.Status, reply.Data.Length));
    }

    [Fact]
    public void ClientsPacketStatusAndActualLength_AreNotBelieved()
    {
        using var ring = new SessionRing();
        ring.Device[FakeDevice.IsoIn].Answer = urb => urb.Finish(0, 0); // Sets no outcome of packets.
        Reply reply = ring.Client.Ask(Request.IsoIn(100, new IsoPacket(0, 100, 99, 5)));
        Assert.Equal((0u, 0), (reply.Packets[0].ActualLength, reply.Packets[0].Status));
    }

    [Fact]
    public void Iso_AlwaysStartsAsSoonAsPossible()
    {
        using var ring = new SessionRing();
        ring.Client.Ask(Request.IsoIn(10, Packet(0, 10)) with { StartFrame = 123456 });
        Submission seen = Assert.Single(ring.Device.Submissions);
        Assert.Equal((UrbFlags.IsoAsap, 123456), (seen.Flags, seen.StartFrame));
    }

    [Fact]
    public void PacketCountOnBulk_IsStaleNotIsochronous()
    {
        using var ring = new SessionRing();
        Reply reply = ring.Client.Ask(Request.In(FakeDevice.BulkIn, 100) with { PacketCount = 7 });
        Assert.Equal((0, 100, 7), (reply.Status, reply.ActualLength, reply.PacketCount));
        Assert.Equal(TransferType.Bulk, Assert.Single(ring.Device.Submissions).Type);
    }

    [Fact]
    public void UnlinkedIso_IsAnsweredAsAnyOther()
    {
        using var ring = new SessionRing();
        ring.Device[FakeDevice.IsoIn].Mode = EndpointMode.Pending;
        uint unlink = ring.Client.Unlink(ring.Client.Submit(Request.IsoIn(100, Packet(0, 100))));
        Assert.Equal(new Reply(UrbCommand.UnlinkReply, unlink, -Errno.ECONNRESET), ring.Client.Read());
    }

    [Fact]
    public async Task ManyIsoInOneSend_EachHasItsOwnDescriptors()
    {
        using var ring = new SessionRing();
        ring.Device[FakeDevice.IsoIn].Mode = EndpointMode.Pending;
        for (int i = 0; i < 200; i++) ring.Client.Submit(Request.IsoIn(2000, Packet(0, (uint)i), Packet(1000, (uint)(i * 3))));
        ring.Open.WaitForPending(200);
        Task completing = Task.Run(() => ring.Open.CompleteAll(), TestContext.Current.CancellationToken);
        for (int i = 0; i < 200; i++)
        {
            Assert.Equal([.. Pattern.Of(i, 0), .. Pattern.Of(i * 3, 1)], ring.Client.Read().Data);
        }
        await completing;
    }
}
