using Farhub.Hub.Tests.Fakes;
using Farhub.Hub.Tests.Wire;
using Farhub.Protocol;
using Farhub.Usb;

namespace Farhub.Hub.Tests;

public sealed class FramingTests
{
    static readonly SetupPacket GetDescriptor = new(0x80, StandardRequest.GetDescriptor, 0x0100, 0, 18);

    /// <summary>One of each kind of request: headers alone, payloads smaller and larger than the read-ahead, descriptors, an unlink.</summary>
    static Request[] OneOfEach(int outLength) =>
    [
        Request.Control(GetDescriptor),
        Request.Out(FakeDevice.BulkOut, Pattern.Of(outLength, 3)),
        Request.In(FakeDevice.BulkIn, 700),
        Request.Control(new SetupPacket(0x21, 9, 0x0200, 1, 5), Pattern.Of(5, 9)),
        Request.IsoOut(Pattern.Of(300, 4), new IsoPacket(0, 100, 0, -Errno.EXDEV), new IsoPacket(100, 200, 0, -Errno.EXDEV)),
        Request.In(FakeDevice.InterruptIn, 8),
    ];

    static void ExpectOneOfEach(SessionRing ring, int outLength)
    {
        Assert.Equal(Pattern.Of(18, 18), ring.Client.Read().Data);
        Assert.Equal(outLength, ring.Client.Read().ActualLength);
        Assert.Equal(Pattern.Of(700, 700), ring.Client.Read().Data);
        Assert.Equal(5, ring.Client.Read().ActualLength);
        Assert.Equal(300, ring.Client.Read().ActualLength);
        Assert.Equal(Pattern.Of(8, 8), ring.Client.Read().Data);
        Assert.Equal(UrbCommand.UnlinkReply, ring.Client.Read().Command);
        Assert.Equal(Pattern.Of(outLength, 3), ring.Device.Submissions[1].Data);
        Assert.Equal(Pattern.Of(5, 9), ring.Device.Submissions[3].Data);
        Assert.Equal(Pattern.Of(300, 4), ring.Device.Submissions[4].Data);
    }

    static byte[] BytesOf(SessionRing ring, int outLength)
    {
        // The ledger must know them all the same, so they go through the client, into a stream of its own.
        ring.Client.Cork();
        foreach (Request request in OneOfEach(outLength)) ring.Client.Submit(request);
        ring.Client.Unlink(1); // Answered long ago.
        return ring.Client.TakeCorked();
    }

    [Fact]
    public void OneByteAtATime_IsUnderstood()
    {
        using var ring = new SessionRing();
        foreach (byte one in BytesOf(ring, 600)) ring.Client.Write([one]);
        ExpectOneOfEach(ring, 600);
    }

    [Fact]
    public void EverythingInOnePiece_IsUnderstood()
    {
        using var ring = new SessionRing();
        ring.Client.Write(BytesOf(ring, 600));
        ExpectOneOfEach(ring, 600);
    }

    [Fact]
    public void TwoPiecesCutAnywhere_AreUnderstood()
    {
        using var ring = new SessionRing();
        byte[] bytes = BytesOf(ring, 40);
        ring.Client.Write(bytes);
        ExpectOneOfEach(ring, 40);
        for (int cut = 1; cut < bytes.Length; cut++)
        {
            using var again = new SessionRing();
            bytes = BytesOf(again, 40);
            again.Client.Write(bytes.AsSpan(0, cut));
            again.Client.Write(bytes.AsSpan(cut));
            ExpectOneOfEach(again, 40);
        }
    }

    [Theory]
    [InlineData((16 << 10) - 1)]
    [InlineData(16 << 10)]
    [InlineData((16 << 10) + 1)]
    [InlineData(1 << 20)]
    public void PayloadsAroundTheReadAhead_ArriveWhole(int length)
    {
        using var ring = new SessionRing();
        ring.Client.Write(BytesOf(ring, length));
        ExpectOneOfEach(ring, length);
    }

    [Fact]
    public void ManyRequestsInOnePiece_AreAnsweredInOrder()
    {
        using var ring = new SessionRing();
        ring.Client.Cork();
        for (int i = 0; i < 1000; i++) ring.Client.Submit(Request.In(FakeDevice.BulkIn, i % 70));
        ring.Client.Uncork();
        for (int i = 0; i < 1000; i++)
        {
            Reply reply = ring.Client.Read();
            Assert.Equal(((uint)i + 1, i % 70), (reply.Seqnum, reply.ActualLength));
        }
    }

    [Fact]
    public void EndAtEachOffset_FreesTheDevice()
    {
        int total;
        using (var whole = new SessionRing())
        {
            total = BytesOf(whole, 40).Length;
        }
        for (int cut = 0; cut < total; cut++)
        {
            using var ring = new SessionRing();
            ring.Client.Write(BytesOf(ring, 40).AsSpan(0, cut));
            ring.Client.CloseSending();
            while (ring.Client.TryRead() is not null) { }
            Assert.True(ring.WaitForEnd() is SessionEnd.ClientClosed or SessionEnd.ClientViolation, $"{ring.Session.End} after {cut} bytes");
        }
    }

    [Fact]
    public async Task ResetAtEachOffset_FreesTheDevice()
    {
        var device = new FakeDevice();
        await using var hub = new TestHub(device);
        for (int cut = 0; cut < 150; cut++)
        {
            WireClient client = hub.Connect();
            // The one before is free within moments, not at once.
            Eventually.True(() => hub.Server.SessionCount == 0, "the end of a session whose client was reset");
            client.Import(device.Info.BusId);
            byte[] bytes = Request.Out(FakeDevice.BulkOut, new byte[100]).ToBytes(1, client.DevId);
            client.Write(bytes.AsSpan(0, Math.Min(cut, bytes.Length)));
            client.Reset();
        }
    }

    [Fact]
    public void OperationAfterImport_EndsTheSession()
    {
        using var ring = new SessionRing();
        byte[] bytes = new byte[UrbHeader.Size];
        new OpHeader(OpCode.RequestDeviceList).Write(bytes);
        ring.Client.Write(bytes);
        ring.Client.ReadEnd();
        Assert.Equal(SessionEnd.ClientViolation, ring.WaitForEnd());
    }

    [Fact]
    public async Task SubmitBeforeImport_ClosesTheConnection()
    {
        await using var hub = new TestHub(new FakeDevice());
        using WireClient client = hub.Connect();
        client.Write(Request.In(FakeDevice.BulkIn, 1).ToBytes(1, 0x70001));
        client.ReadEnd();
    }

    [Fact]
    public async Task SubmitInOnePieceWithTheImport_IsServed()
    {
        var device = new FakeDevice();
        await using var hub = new TestHub(device);
        using WireClient client = hub.Connect();
        byte[] import = new byte[OpHeader.Size + BusId.FieldSize];
        new OpHeader(OpCode.RequestImport).Write(import);
        BusId.Parse(device.Info.BusId).Write(import.AsSpan(OpHeader.Size));
        client.DevId = ((uint)device.Info.BusNumber << 16) | (uint)device.Info.DeviceNumber;
        client.Cork();
        client.Write(import);
        client.Submit(Request.In(FakeDevice.BulkIn, 20));
        client.Uncork();
        client.Read(OpHeader.Size + DeviceRecord.Size);
        Assert.Equal(20, client.Read().ActualLength);
    }
}
