using Farhub.Hub.Tests.Fakes;
using Farhub.Hub.Tests.Wire;
using Farhub.Protocol;
using Farhub.Usb;

namespace Farhub.Hub.Tests;

/// <summary>Packets that make the kernel's own server drop the link, hang, or refuse the device until it is bound again.</summary>
public sealed class HostilePacketTests
{
    static readonly SetupPacket GetDescriptor = new(0x80, StandardRequest.GetDescriptor, 0x0100, 0, 18);

    [Fact]
    public void NegativeLength_EndsTheSession()
    {
        using var ring = new SessionRing();
        ring.Client.Submit(new Request { Endpoint = 1, Length = -1 });
        ring.Client.ReadEnd();
        Assert.Equal(SessionEnd.ClientViolation, ring.WaitForEnd());
    }

    [Theory]
    [InlineData(0x7fffffff)]
    [InlineData((16 << 20) + 1)]
    public void OverlongIn_IsRefusedWithoutMemoryAndTheSessionGoesOn(int length)
    {
        using var ring = new SessionRing();
        Reply reply = ring.Client.Ask(Request.In(FakeDevice.BulkIn, length));
        Assert.Equal((-Errno.ENOMEM, 0), (reply.Status, reply.ActualLength));
        Assert.Equal(0, ring.Device.MostLiveUrbs);
        Assert.Equal(0, ring.Client.Ask(Request.Control(GetDescriptor)).Status);
    }

    [Fact]
    public void OverlongInWithStalePacketCount_TakesNothingOfTheNextRequest()
    {
        using var ring = new SessionRing();
        Assert.Equal(-Errno.ENOMEM, ring.Client.Ask(Request.In(FakeDevice.BulkIn, 0x7fffffff) with { PacketCount = 3 }).Status);
        Assert.Equal(0, ring.Client.Ask(Request.Control(GetDescriptor)).Status);
    }

    [Fact]
    public void OverlongOut_EndsTheSession()
    {
        using var ring = new SessionRing();
        ring.Client.Submit(new Request { Endpoint = 1, Length = 0x7fffffff });
        ring.Client.ReadEnd();
        Assert.Equal(SessionEnd.ClientViolation, ring.WaitForEnd());
        Assert.Equal(0, ring.Device.MostLiveUrbs);
    }

    [Fact]
    public void EightMebibytesIn_AreServed()
    {
        using var ring = new SessionRing();
        Reply reply = ring.Client.Ask(Request.In(FakeDevice.BulkIn, 8 << 20));
        Assert.Equal((0, 8 << 20), (reply.Status, reply.ActualLength));
        Assert.True(reply.Data.AsSpan().SequenceEqual(Pattern.Of(8 << 20, 8 << 20)));
    }

    [Fact]
    public void FlagsOfScatterGatherWithLengthZero_AreServedAsEmpty()
    {
        using var ring = new SessionRing();
        Reply reply = ring.Client.Ask(Request.In(FakeDevice.BulkIn, 0) with { Flags = 0x40200 });
        Assert.Equal((0, 0), (reply.Status, reply.ActualLength));
        Assert.Equal(UrbFlags.None, Assert.Single(ring.Device.Submissions).Flags);
    }

    [Theory]
    [InlineData(17)]
    [InlineData(19)]
    [InlineData(0)]
    public void ControlInWithLengthOtherThanWLength_IsRefused(int length)
    {
        using var ring = new SessionRing();
        Reply reply = ring.Client.Ask(new Request { Direction = 1, Length = length, Setup = GetDescriptor });
        Assert.Equal((-Errno.EBADR, 0), (reply.Status, reply.ActualLength));
        Assert.Equal(0, ring.Client.Ask(Request.Control(GetDescriptor)).Status);
    }

    [Fact]
    public void ControlOutWithLengthOtherThanWLength_IsRefusedAndItsDataDrained()
    {
        using var ring = new SessionRing();
        SetupPacket setup = new(0x21, 0x09, 0, 0, 4);
        Assert.Equal(-Errno.EBADR, ring.Client.Ask(new Request { Length = 6, Setup = setup, Data = new byte[6] }).Status);
        Assert.Empty(ring.Device.Submissions);
        Assert.Equal(0, ring.Client.Ask(Request.Control(setup, new byte[4])).Status);
    }

    [Theory]
    [InlineData(16u, 0u)]
    [InlineData(16u, 1u)]
    [InlineData(5u, 0u)]
    [InlineData(5u, 1u)]
    [InlineData(0xffffffffu, 0u)]
    [InlineData(1u, 5u)]
    public void EndpointOrDirectionThatIsNone_IsRefusedAndItsPayloadDrained(uint endpoint, uint direction)
    {
        using var ring = new SessionRing();
        byte[] data = direction == 1 ? [] : Pattern.Of(5000, 1);
        IsoPacket[] packets = [new(0, 5000, 0, -Errno.EXDEV)];
        Reply reply = ring.Client.Ask(new Request
        {
            Endpoint = endpoint,
            Direction = direction,
            Length = 5000,
            Data = data,
            PacketCount = 1,
            Packets = packets,
        });
        Assert.True(reply.Status is -Errno.ENOENT or -Errno.EINVAL, $"status {reply.Status}");
        Assert.Equal((0, 0), (reply.ActualLength, reply.PacketCount));
        Assert.Equal(0, ring.Client.Ask(Request.Control(GetDescriptor)).Status);
    }

    [Fact]
    public void UnlinkOfNothing_IsAnswered()
    {
        using var ring = new SessionRing();
        uint unlink = ring.Client.Unlink(4711);
        Assert.Equal(new Reply(UrbCommand.UnlinkReply, unlink, 0), ring.Client.Read());
    }

    [Fact]
    public void WrongDevId_EndsTheSession()
    {
        using var ring = new SessionRing();
        ring.Client.Submit(Request.In(FakeDevice.BulkIn, 1) with { DevId = ring.Client.DevId + 1 });
        ring.Client.ReadEnd();
        Assert.Equal(SessionEnd.ClientViolation, ring.WaitForEnd());
    }

    [Theory]
    [InlineData(77u)]
    [InlineData(0u)]
    [InlineData(3u)]
    [InlineData(4u)]
    [InlineData(0xffffffffu)]
    public void UnknownCommand_EndsTheSession(uint command)
    {
        using var ring = new SessionRing();
        byte[] header = new byte[UrbHeader.Size];
        new UrbHeader((UrbCommand)command, 1, ring.Client.DevId).Write(header);
        ring.Client.Write(header);
        ring.Client.ReadEnd();
        Assert.Equal(SessionEnd.ClientViolation, ring.WaitForEnd());
    }

    [Fact]
    public void AllFlagsAndPacketCountMinusOne_AreServedAndEchoed()
    {
        using var ring = new SessionRing();
        Reply reply = ring.Client.Ask(Request.Control(GetDescriptor) with { Flags = 0xffffffff, PacketCount = -1 });
        Assert.Equal((0, 18, -1), (reply.Status, reply.ActualLength, reply.PacketCount));
        Assert.Equal(UrbFlags.ShortNotOk, Assert.Single(ring.Device.Submissions).Flags);
    }

    [Fact]
    public void TruncatedOutThenEnd_EndsTheSessionAndTheDeviceNeverSeesIt()
    {
        using var ring = new SessionRing();
        ring.Client.Submit(new Request { Endpoint = 1, Length = 100, Data = new byte[99] });
        ring.Client.CloseSending();
        ring.Client.ReadEnd();
        Assert.Equal(SessionEnd.ClientViolation, ring.WaitForEnd());
        Assert.Empty(ring.Device.Submissions);
    }

    [Theory]
    [InlineData(0x00, StandardRequest.SetAddress, 5, 0)]
    [InlineData(0x01, StandardRequest.SetInterface, 9, 0)]
    [InlineData(0x00, StandardRequest.SetConfiguration, 7, 0)]
    [InlineData(0x23, StandardRequest.SetFeature, 4, 1)]
    public void RequestsWithSideEffects_ReachTheDeviceWholeAndItsAnswerTheClient(byte type, byte request, ushort value, ushort index)
    {
        // What they do to the host is the device's business (it decides by the setup packet); the session must neither change nor swallow them.
        using var ring = new SessionRing();
        ring.Device[FakeDevice.Control].Answer = urb => urb.Finish(-Errno.EPIPE);
        SetupPacket setup = new(type, request, value, index, 0);
        Assert.Equal(-Errno.EPIPE, ring.Client.Ask(Request.Control(setup)).Status);
        Assert.Equal(setup, Assert.Single(ring.Device.Submissions).Setup);
    }
}
