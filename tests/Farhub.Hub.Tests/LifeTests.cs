using Farhub.Devices;
using Farhub.Hub.Tests.Fakes;
using Farhub.Hub.Tests.Wire;
using Farhub.Protocol;
using Farhub.Usb;

namespace Farhub.Hub.Tests;

/// <summary>How sessions end.</summary>
public sealed class LifeTests
{
    static readonly Request Report = Request.In(FakeDevice.InterruptIn, 8);

    static SessionRing WithPending(UsbipLimits? limits = null)
    {
        var ring = new SessionRing(limits);
        ring.Device[FakeDevice.InterruptIn].Mode = EndpointMode.Pending;
        ring.Device[FakeDevice.BulkOut].Mode = EndpointMode.Pending;
        return ring;
    }

    [Fact]
    public void Detach_EndsWithoutWaitingForWhatIsPending()
    {
        using SessionRing ring = WithPending();
        for (int i = 0; i < 10; i++) ring.Client.Submit(Report);
        ring.Open.WaitForPending(10);
        ring.Client.CloseSending();
        ring.Client.ReadEnd();
        Assert.Equal(SessionEnd.ClientClosed, ring.WaitForEnd());
    }

    [Fact]
    public void UnpluggedDevice_AnswersEverythingInFlightAndEndsTheSession()
    {
        using SessionRing ring = WithPending();
        var expected = new HashSet<uint>();
        for (int i = 0; i < 100; i++) expected.Add(ring.Client.Submit(Report));
        uint unlinked = expected.First();
        ring.Device[FakeDevice.InterruptIn].OnCancel = CancelMode.Late;
        ring.Open.WaitForPending(100);
        uint unlink = ring.Client.Unlink(unlinked);
        Eventually.True(() => ring.Device.Cancels == 1, "the cancellation");
        ring.Open.Unplug();
        while (ring.Client.TryRead() is { } reply)
        {
            Assert.Equal(reply.Seqnum == unlink ? 0 : -Errno.ESHUTDOWN, reply.Status);
            Assert.True(reply.Seqnum == unlink ? !expected.Contains(unlinked) : expected.Remove(reply.Seqnum));
        }
        Assert.Empty(expected);
        Assert.Equal(0, ring.Client.Unanswered);
        Assert.Equal(SessionEnd.DeviceGone, ring.WaitForEnd());
        Assert.Equal("unplugged", ring.Session.EndDetail);
    }

    [Fact]
    public async Task DeviceGoneBeforeTheSessionBegan_EndsIt()
    {
        var device = new GoneDevice();
        await using var hub = new TestHub();
        hub.Source.Add(device);
        using WireClient client = hub.Connect();
        byte[] request = new byte[OpHeader.Size + BusId.FieldSize];
        new OpHeader(OpCode.RequestImport).Write(request);
        BusId.Parse(device.Info.BusId).Write(request.AsSpan(OpHeader.Size));
        client.Write(request);
        client.ReadEnd();
        Eventually.True(() => hub.Server.SessionCount == 0 && hub.Log.Has("the device is gone"), "the end of the session");
        Assert.True(device.Inner.Opened!.IsDisposed);
    }

    [Fact]
    public async Task Kick_EndsTheSessionAndFreesTheDevice()
    {
        var device = new FakeDevice();
        await using var hub = new TestHub(device);
        Assert.False(hub.Server.Kick(device.Info.BusId));
        using WireClient client = hub.Attach(device);
        device[FakeDevice.InterruptIn].Mode = EndpointMode.Pending;
        client.Submit(Report);
        device.Opened!.WaitForPending(1);
        Assert.True(hub.Server.Kick(device.Info.BusId));
        client.ReadEnd();
        Eventually.True(() => hub.Server.SessionCount == 0, "the end of the kicked session");
        Assert.True(hub.Log.Has("an operator ended it"));
        Assert.False(hub.Server.Kick(device.Info.BusId));
        using WireClient again = hub.Attach(device);
    }

    [Fact]
    public async Task KickOfAClientThatNeverReads_EndsTheSession()
    {
        var device = new FakeDevice { IsRecording = false };
        await using var hub = new TestHub(device);
        device[FakeDevice.BulkIn].Mode = EndpointMode.OtherThread;
        using WireClient client = hub.Attach(device);
        int submitted = 0;
        device.Submitting = _ => Interlocked.Increment(ref submitted);
        for (int i = 0; i < 64; i++) client.Submit(Request.In(FakeDevice.BulkIn, 1 << 20));
        // The device's thread stands in a send by now or soon: sixty-four mebibytes fit into no socket.
        Eventually.True(() => Volatile.Read(ref submitted) > 8, "a few URBs");
        Assert.True(hub.Server.Kick(device.Info.BusId));
        device.Opened!.WaitForDispose();
    }

    [Fact]
    public async Task KilledClient_FreesTheDevice()
    {
        var device = new FakeDevice();
        await using var hub = new TestHub(device);
        device[FakeDevice.InterruptIn].Mode = EndpointMode.Pending;
        for (int i = 0; i < 20; i++)
        {
            WireClient client = hub.Attach(device);
            for (int k = 0; k < 10; k++) client.Submit(Report);
            client.Submit(Request.In(FakeDevice.BulkIn, 100_000));
            device.Opened!.WaitForPending(10);
            if (i % 2 == 0) client.Reset(); // Unread replies and all.
            else client.Dispose();
            device.Opened.WaitForDispose();
            Eventually.True(() => hub.Server.SessionCount == 0, "the end of the session");
        }
    }

    [Fact]
    public void ClientThatVanishesWhileTheDeviceSends_EndsTheSession()
    {
        using SessionRing ring = WithPending();
        for (int i = 0; i < 10; i++) ring.Client.Submit(Report);
        ring.Open.WaitForPending(10);
        ring.Client.Dispose();
        ring.Open.WaitForDispose();
        ring.Open.CompleteAll(); // A device late with its completions is only collected from.
        Assert.True(ring.WaitForEnd() is SessionEnd.ClientClosed or SessionEnd.ClientLost);
    }

    [Fact]
    public void DeviceThatThrows_EndsItsSessionAsADefect()
    {
        using var ring = new SessionRing { ExpectsFailure = true };
        ring.Device.Submitting = _ => throw new InvalidOperationException("a defect");
        ring.Client.Submit(Report);
        ring.Client.ReadEnd();
        Assert.Equal(SessionEnd.HubFailure, ring.WaitForEnd());
        Assert.Equal("a defect", ring.Session.Failure!.Message);
    }

    [Fact]
    public void FirstReasonOfAnEnd_Counts()
    {
        using var ring = new SessionRing();
        ring.Session.Abort(SessionEnd.Kicked, "first");
        ring.Session.Abort(SessionEnd.DeviceGone, "second");
        Assert.Equal(SessionEnd.Kicked, ring.WaitForEnd());
        Assert.Equal("first", ring.Session.EndDetail);
    }

    [Fact]
    public void Stop_LetsAWriteUnderWayFinishAndPendingReportsBe()
    {
        using SessionRing ring = WithPending();
        ring.Client.Submit(Report);
        uint write = ring.Client.Submit(Request.Out(FakeDevice.BulkOut, new byte[100]));
        ring.Open.WaitForPending(2);
        ring.Session.Stop();
        ring.Open.Complete(1);
        Assert.Equal((write, 100), (ring.Client.Read() is var reply ? reply.Seqnum : 0, reply.ActualLength));
        ring.Client.ReadEnd();
        Assert.Equal(SessionEnd.HubStopping, ring.WaitForEnd());
    }

    [Fact]
    public void StopWithAWriteThatNeverFinishes_EndsAllTheSame()
    {
        using var ring = new SessionRing(finishTime: TimeSpan.FromMilliseconds(1));
        ring.Device[FakeDevice.BulkOut].Mode = EndpointMode.Pending;
        ring.Client.Submit(Request.Out(FakeDevice.BulkOut, new byte[100]));
        ring.Open.WaitForPending(1);
        ring.Session.Stop();
        ring.Client.ReadEnd();
        Assert.Equal(SessionEnd.HubStopping, ring.WaitForEnd());
    }

    [Theory]
    [InlineData(20)]
    [InlineData(48)]
    [InlineData(90)]
    public void StopInsideAMessage_IsNotTheClientsDoing(int bytes)
    {
        using SessionRing ring = WithPending();
        uint write = ring.Client.Submit(Request.Out(FakeDevice.BulkOut, new byte[100]));
        byte[] cut = Request.Out(FakeDevice.BulkOut, new byte[100]).ToBytes(77, ring.Client.DevId);
        ring.Client.Write(cut.AsSpan(0, bytes));
        ring.Open.WaitForPending(1);
        ring.Session.Stop();
        ring.Open.Complete();
        Assert.Equal(write, ring.Client.Read().Seqnum); // What was under way finished all the same.
        ring.Client.ReadEnd();
        Assert.Equal(SessionEnd.HubStopping, ring.WaitForEnd());
    }

    [Fact]
    public void StopOfAFullSession_Ends()
    {
        using SessionRing ring = WithPending(UsbipLimits.Default with { MaxUrbsInFlight = 8 });
        for (int i = 0; i < 20; i++) ring.Client.Submit(Report);
        ring.Open.WaitForPending(8);
        ring.Session.Stop();
        ring.Client.ReadEnd();
        Assert.Equal(SessionEnd.HubStopping, ring.WaitForEnd());
    }

    [Fact]
    public void StopOfABusySession_TakesNoMoreRequests()
    {
        using var inside = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        using var ring = new SessionRing();
        ring.Device.Submitting = _ =>
        {
            inside.Set();
            goOn.Wait();
        };
        ring.Client.Cork();
        for (int i = 0; i < 100; i++) ring.Client.Submit(Request.Out(FakeDevice.BulkOut, new byte[64]));
        ring.Client.Uncork();
        inside.Wait(TestContext.Current.CancellationToken);
        ring.Session.Stop();
        goOn.Set();
        Assert.Equal(64, ring.Client.Read().ActualLength);
        ring.Client.ReadEnd();
        Assert.Equal(SessionEnd.HubStopping, ring.WaitForEnd());
        Assert.Single(ring.Device.Submissions); // The others had arrived; they are the next hub's.
    }

    /// <summary>A device that vanishes while it is claimed.</summary>
    sealed class GoneDevice : IUsbDevice
    {
        public FakeDevice Inner { get; } = new();

        public DeviceInfo Info => Inner.Info;

        public OpenDevice Open(IUrbSink sink, OpenOptions options)
        {
            OpenDevice open = Inner.Open(sink, options);
            sink.Gone("unplugged");
            return open;
        }
    }
}
