using Farhub.Hub.Tests.Fakes;
using Farhub.Hub.Tests.Wire;
using Farhub.Protocol;
using Farhub.Usb;

namespace Farhub.Hub.Tests;

/// <summary>What the session hands on, and how it brings outcomes back.</summary>
public sealed class PassThroughTests
{
    [Theory]
    [InlineData(0u)]
    [InlineData(0x7fffffffu)]
    [InlineData(0x80000000u)]
    [InlineData(0xffffffffu)]
    public void AnySeqnum_IsEchoed(uint seqnum)
    {
        using var ring = new SessionRing();
        Assert.Equal(0, ring.Client.Ask(Request.In(FakeDevice.BulkIn, 5) with { Seqnum = seqnum }).Status);
        ring.Device[FakeDevice.InterruptIn].Mode = EndpointMode.Pending;
        ring.Client.Submit(Request.In(FakeDevice.InterruptIn, 5) with { Seqnum = seqnum });
        ring.Client.Unlink(seqnum, seqnum ^ 1);
        Assert.Equal(new Reply(UrbCommand.UnlinkReply, seqnum ^ 1, -Errno.ECONNRESET), ring.Client.Read());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void PacketCountOfOtherThanIso_IsEchoed(int count)
    {
        using var ring = new SessionRing();
        ring.Device[FakeDevice.InterruptIn].Mode = EndpointMode.OtherThread;
        Assert.Equal(count, ring.Client.Ask(Request.In(FakeDevice.BulkIn, 5) with { PacketCount = count }).PacketCount);
        Assert.Equal(count, ring.Client.Ask(Request.In(FakeDevice.InterruptIn, 5) with { PacketCount = count }).PacketCount);
        Assert.Equal(count, ring.Client.Ask(Request.Out(FakeDevice.BulkOut, [1]) with { PacketCount = count }).PacketCount);
    }

    public static TheoryData<byte, byte> Flags => new()
    {
        // endpoint, and which of the flags a client may send are handed on
        { FakeDevice.BulkIn.Value, (byte)UrbFlags.ShortNotOk },
        { FakeDevice.InterruptIn.Value, (byte)UrbFlags.ShortNotOk },
        { FakeDevice.BulkOut.Value, (byte)UrbFlags.ZeroPacket },
        { FakeDevice.InterruptOut.Value, (byte)UrbFlags.ZeroPacket },
    };

    [Theory]
    [MemberData(nameof(Flags))]
    public void Flags_AreHandedOnOnlyWhereTheyMeanSomething(byte endpoint, byte kept)
    {
        using var ring = new SessionRing();
        EndpointAddress address = new(endpoint);
        Request request = address.IsIn ? Request.In(address, 4) : Request.Out(address, new byte[4]);
        for (int bit = 0; bit < 32; bit++) ring.Client.Ask(request with { Flags = 1u << bit });
        ring.Client.Ask(request with { Flags = 0xffffffff });
        IReadOnlyList<Submission> seen = ring.Device.Submissions;
        for (int bit = 0; bit < 32; bit++) Assert.Equal((UrbFlags)((1u << bit) & kept), seen[bit].Flags);
        Assert.Equal((UrbFlags)kept, seen[32].Flags);
    }

    [Fact]
    public void FlagsOfControl_KeepOnlyShortNotOkOfIn()
    {
        using var ring = new SessionRing();
        ring.Client.Ask(Request.Control(new SetupPacket(0x80, 6, 0x100, 0, 18)) with { Flags = 0xffffffff });
        ring.Client.Ask(Request.Control(new SetupPacket(0x21, 9, 0, 0, 1), [1]) with { Flags = 0xffffffff });
        Assert.Equal([UrbFlags.ShortNotOk, UrbFlags.None], ring.Device.Submissions.Select(s => s.Flags));
    }

    [Fact]
    public void Interval_IsIgnored()
    {
        using var ring = new SessionRing();
        foreach (int interval in (int[])[0, -1, 1, int.MinValue, int.MaxValue])
        {
            Assert.Equal(0, ring.Client.Ask(Request.In(FakeDevice.InterruptIn, 5) with { Interval = interval }).Status);
        }
    }

    [Fact]
    public void EmptyOut_ReachesTheDevice()
    {
        using var ring = new SessionRing();
        Reply reply = ring.Client.Ask(Request.Out(FakeDevice.BulkOut, []) with { Flags = (uint)UrbFlags.ZeroPacket });
        Assert.Equal((0, 0), (reply.Status, reply.ActualLength));
        Assert.Equal((0, UrbFlags.ZeroPacket), (ring.Device.Submissions[0].Length, ring.Device.Submissions[0].Flags));
    }

    [Theory]
    [InlineData(-Errno.EREMOTEIO, 100)]
    [InlineData(-Errno.EOVERFLOW, 512)]
    [InlineData(-Errno.EPIPE, 0)]
    [InlineData(-Errno.EPROTO, 7)]
    [InlineData(0, 0)]
    [InlineData(0, 511)]
    [InlineData(0, 512)]
    public void BytesThatCame_AreSentWhateverTheStatus(int status, int actual)
    {
        using var ring = new SessionRing();
        ring.Device[FakeDevice.BulkIn].Answer = urb =>
        {
            Pattern.Fill(urb.Buffer, 1);
            urb.Finish(status, actual);
        };
        Reply reply = ring.Client.Ask(Request.In(FakeDevice.BulkIn, 1024));
        Assert.Equal((status, actual), (reply.Status, reply.ActualLength));
        Assert.Equal(Pattern.Of(1024, 1)[..actual], reply.Data);
    }

    [Theory]
    [InlineData(1025, 1024)]
    [InlineData(int.MaxValue, 1024)]
    [InlineData(-1, 0)]
    [InlineData(int.MinValue, 0)]
    public void ActualLengthBeyondTheBuffer_IsCutToIt(int claimed, int sent)
    {
        using var ring = new SessionRing();
        ring.Device[FakeDevice.BulkIn].Answer = urb => urb.Finish(0, claimed);
        Assert.Equal(sent, ring.Client.Ask(Request.In(FakeDevice.BulkIn, 1024)).ActualLength);
        ring.Device[FakeDevice.BulkOut].Answer = urb => urb.Finish(0, claimed);
        Assert.Equal(sent, ring.Client.Ask(Request.Out(FakeDevice.BulkOut, new byte[1024])).ActualLength);
    }

    [Fact]
    public void OutReply_TellsHowMuchWasTakenAndCarriesNoPayload()
    {
        using var ring = new SessionRing();
        ring.Device[FakeDevice.BulkOut].Answer = urb => urb.Finish(-Errno.EPROTO, 300);
        Reply reply = ring.Client.Ask(Request.Out(FakeDevice.BulkOut, new byte[1000]));
        Assert.Equal((-Errno.EPROTO, 300), (reply.Status, reply.ActualLength));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(512)]
    [InlineData(513)]
    public unsafe void AnswerFromTheDevicesOwnMemory_IsSentFromThere(int length)
    {
        using var ring = new SessionRing();
        byte[] own = GC.AllocateArray<byte>(length, pinned: true);
        Pattern.Fill(own, 99);
        ring.Device[FakeDevice.BulkIn].Answer = urb =>
        {
            urb.Answer = (byte*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(own, 0);
            urb.Finish(0, length);
        };
        Assert.Equal(own, ring.Client.Ask(Request.In(FakeDevice.BulkIn, 1024)).Data);
    }

    [Fact]
    public void Setup_ReachesTheDeviceUntouched()
    {
        using var ring = new SessionRing();
        SetupPacket[] setups =
        [
            new(0x80, 0x06, 0x0302, 0x0409, 255), new(0xc0, 0xff, 0xfffe, 0xfdfc, 1), new(0xa1, 0x01, 0x1234, 0x5678, 8),
            new(0xdf, 0x77, 0, 0, 3), new(0x80, 0x00, 0, 0, 2), new(0xe3, 0x00, 0x8000, 0x0001, 4),
        ];
        foreach (SetupPacket setup in setups) ring.Client.Ask(Request.Control(setup));
        Assert.Equal(setups, ring.Device.Submissions.Select(s => s.Setup));
        Assert.All(ring.Device.Submissions, s => Assert.Equal((FakeDevice.ControlIn, TransferType.Control), (s.Endpoint, s.Type)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65535)]
    public void ControlOfAnyLength_IsServed(int length)
    {
        using var ring = new SessionRing();
        SetupPacket read = new(0xc0, 1, 0, 0, (ushort)length);
        Assert.Equal(Pattern.Of(length, length), ring.Client.Ask(Request.Control(read)).Data);
        byte[] data = Pattern.Of(length, 2);
        Assert.Equal(length, ring.Client.Ask(Request.Control(new SetupPacket(0x40, 1, 0, 0, (ushort)length), data)).ActualLength);
        Assert.Equal(data, ring.Device.Submissions[1].Data);
    }

    [Fact]
    public void ControlWithoutData_MayComeInEitherDirection()
    {
        // Linux sends it as OUT whatever bmRequestType says.
        using var ring = new SessionRing();
        foreach (byte type in (byte[])[0x00, 0x80])
        {
            foreach (uint direction in (uint[])[0, 1])
            {
                Assert.Equal(0, ring.Client.Ask(new Request { Direction = direction, Setup = new SetupPacket(type, 9, 1, 0, 0) }).Status);
            }
        }
    }

    [Fact]
    public void ControlWhoseDirectionContradictsItsSetup_IsRefusedAndDrained()
    {
        using var ring = new SessionRing();
        SetupPacket read = new(0x80, 6, 0x100, 0, 18);
        Assert.Equal(-Errno.EINVAL, ring.Client.Ask(new Request { Length = 18, Setup = read, Data = new byte[18] }).Status);
        SetupPacket write = new(0x00, 7, 0x100, 0, 18);
        Assert.Equal(-Errno.EINVAL, ring.Client.Ask(new Request { Direction = 1, Length = 18, Setup = write }).Status);
        Assert.Empty(ring.Device.Submissions);
        Assert.Equal(0, ring.Client.Ask(Request.Control(read)).Status);
    }

    [Fact]
    public void ControlInThatIsShort_BringsWhatThereIs()
    {
        using var ring = new SessionRing();
        ring.Device[FakeDevice.Control].Answer = urb =>
        {
            Pattern.Fill(urb.Buffer[..18], 1);
            urb.Finish(0, 18);
        };
        Assert.Equal(Pattern.Of(18, 1), ring.Client.Ask(Request.Control(new SetupPacket(0x80, 6, 0x100, 0, 255))).Data);
    }

    [Fact]
    public void StallThenSuccess_BothReachTheClient()
    {
        using var ring = new SessionRing();
        SetupPacket setup = new(0x80, 6, 0x0600, 0, 10);
        ring.Device[FakeDevice.Control].Answer = urb => urb.Finish(-Errno.EPIPE);
        Assert.Equal(-Errno.EPIPE, ring.Client.Ask(Request.Control(setup)).Status);
        ring.Device[FakeDevice.Control].Answer = EndpointScript.Succeed;
        Assert.Equal(0, ring.Client.Ask(Request.Control(setup)).Status);
    }

    [Theory]
    [InlineData(nameof(EndpointMode.Inline))]
    [InlineData(nameof(EndpointMode.InlineThroughSink))]
    [InlineData(nameof(EndpointMode.OtherThread))]
    public void RepliesOfAnEndpoint_KeepTheirOrder(string mode)
    {
        using var ring = new SessionRing();
        ring.Device[FakeDevice.BulkIn].Mode = Enum.Parse<EndpointMode>(mode);
        ring.Device[FakeDevice.SecondOut].Mode = EndpointMode.OtherThread;
        var ins = new Queue<uint>();
        var outs = new Queue<uint>();
        for (int round = 0; round < 100; round++)
        {
            ring.Client.Cork();
            for (int i = 0; i < 10; i++)
            {
                ins.Enqueue(ring.Client.Submit(Request.In(FakeDevice.BulkIn, 1 + (i * 100))));
                outs.Enqueue(ring.Client.Submit(Request.Out(FakeDevice.SecondOut, new byte[i * 100])));
            }
            ring.Client.Uncork();
            for (int i = 0; i < 20; i++)
            {
                Reply reply = ring.Client.Read();
                Assert.Equal(reply.Seqnum, reply.Data.Length > 0 ? ins.Dequeue() : outs.Dequeue());
            }
        }
    }

    [Fact]
    public void SlowEndpoint_DelaysNoOther()
    {
        using var ring = new SessionRing();
        ring.Device[FakeDevice.InterruptIn].Mode = EndpointMode.Pending;
        ring.Device[FakeDevice.BulkOut].Mode = EndpointMode.Pending;
        uint report = ring.Client.Submit(Request.In(FakeDevice.InterruptIn, 8));
        uint write = ring.Client.Submit(Request.Out(FakeDevice.BulkOut, new byte[5000]));
        for (int i = 0; i < 100; i++) Assert.Equal(0, ring.Client.Ask(Request.In(FakeDevice.BulkIn, 64)).Status);
        ring.Open.Complete(1);
        Assert.Equal(write, ring.Client.Read().Seqnum);
        ring.Open.Complete();
        Assert.Equal(report, ring.Client.Read().Seqnum);
    }

    [Fact]
    public async Task MoreThanOneSendInOneCallOfTheSink_AllArrives()
    {
        using var ring = new SessionRing();
        ring.Device[FakeDevice.BulkIn].Mode = EndpointMode.Pending;
        for (int i = 0; i < 1000; i++) ring.Client.Submit(Request.In(FakeDevice.BulkIn, i));
        ring.Open.WaitForPending(1000);
        Task completing = Task.Run(() => ring.Open.CompleteAll(), TestContext.Current.CancellationToken);
        for (int i = 0; i < 1000; i++) Assert.Equal(Pattern.Of(i, i), ring.Client.Read().Data);
        await completing;
    }

    [Fact]
    public void DevIdOfEightBitNumbers_IsAccepted()
    {
        var device = new FakeDevice();
        device.Info = device.Info with { BusNumber = 0x0102, DeviceNumber = 0x0304 };
        using var ring = new SessionRing(device: device);
        Assert.Equal(0, ring.Client.Ask(Request.In(FakeDevice.BulkIn, 1) with { DevId = 0x01020304 }).Status);
        Assert.Equal(0, ring.Client.Ask(Request.In(FakeDevice.BulkIn, 1) with { DevId = 0x00020004 }).Status);
        ring.Client.Submit(Request.In(FakeDevice.BulkIn, 1) with { DevId = 0x01020004 });
        ring.Client.ReadEnd();
    }

    [Fact]
    public void Counters_TellWhatMoved()
    {
        using var ring = new SessionRing();
        ring.Client.Ask(Request.In(FakeDevice.BulkIn, 1000));
        ring.Client.Ask(Request.Out(FakeDevice.BulkOut, new byte[300]));
        ring.Client.Ask(Request.In(new EndpointAddress(0x89), 10));
        Assert.Equal((3L, 1000L, 300L), (ring.Session.UrbCount, ring.Session.BytesIn, ring.Session.BytesOut));
    }
}
