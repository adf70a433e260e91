using Farhub.Hub.Tests.Fakes;
using Farhub.Hub.Tests.Wire;
using Farhub.Protocol;
using Farhub.Usb;

namespace Farhub.Hub.Tests;

/// <summary>A URB costs no managed memory once its session runs. Counted on the threads themselves, so other tests do not disturb.</summary>
public sealed class AllocationTests
{
    const int WarmUp = 2000;
    const int Measured = 10_000;

    static readonly IsoPacket[] Packets = [new(0, 100, 0, 0), new(150, 100, 0, 0)];

    static readonly EndpointAddress[] Endpoints = [FakeDevice.BulkIn, FakeDevice.BulkOut, FakeDevice.Control, FakeDevice.IsoIn, FakeDevice.IsoOut];

    public static TheoryData<string, string> Cases => new()
    {
        { "bulk in", nameof(EndpointMode.Inline) },
        { "bulk in", nameof(EndpointMode.OtherThread) },
        { "large bulk in", nameof(EndpointMode.OtherThread) },
        { "bulk out", nameof(EndpointMode.Inline) },
        { "bulk out", nameof(EndpointMode.OtherThread) },
        { "control", nameof(EndpointMode.Inline) },
        { "iso in", nameof(EndpointMode.OtherThread) },
        { "iso out", nameof(EndpointMode.Inline) },
    };

    static Request RequestOf(string what) => what switch
    {
        "bulk in" => Request.In(FakeDevice.BulkIn, 64),
        "large bulk in" => Request.In(FakeDevice.BulkIn, 20_000),
        "bulk out" => Request.Out(FakeDevice.BulkOut, new byte[700]),
        "control" => Request.Control(new SetupPacket(0x80, 6, 0x100, 0, 18)),
        "iso in" => Request.IsoIn(250, Packets),
        _ => Request.IsoOut(new byte[250], Packets),
    };

    /// <summary>Has more URBs in flight at once than the test will have, so that none is made later.</summary>
    static void FillPool(SessionRing ring, Request request)
    {
        for (int i = 0; i < 64; i++) ring.Client.Submit(request);
        ring.Open.WaitForPending(64);
        using var completing = new Worker(() => ring.Open.CompleteAll());
        for (int i = 0; i < 64; i++) ring.Client.Read();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Urb_AllocatesNothing(string what, string mode)
    {
        using var ring = new SessionRing();
        ring.Device.IsRecording = false;
        Request request = RequestOf(what);
        EndpointScript[] scripts = [.. Endpoints.Select(e => ring.Device[e])];
        foreach (EndpointScript script in scripts) script.Mode = EndpointMode.Pending;
        FillPool(ring, request);
        foreach (EndpointScript script in scripts) script.Mode = Enum.Parse<EndpointMode>(mode);
        int submitted = 0;
        long receiverBefore = 0;
        long receiverAfter = 0;
        ring.Device.Submitting = _ =>
        {
            submitted++;
            if (submitted == WarmUp) receiverBefore = GC.GetAllocatedBytesForCurrentThread();
            if (submitted == WarmUp + Measured) receiverAfter = GC.GetAllocatedBytesForCurrentThread();
        };
        long sink = 0;
        ring.Device.SinkAllocated = bytes =>
        {
            if (Volatile.Read(ref submitted) > WarmUp) sink += bytes;
        };
        for (int i = 0; i < WarmUp + Measured; i += 20)
        {
            ring.Client.Cork();
            for (int k = 0; k < 20; k++) ring.Client.Submit(request);
            ring.Client.Uncork();
            for (int k = 0; k < 20; k++) Assert.Equal(0, ring.Client.Read().Status);
        }
        Assert.Equal(WarmUp + Measured, submitted);
        Assert.NotEqual(0, receiverBefore);
        Assert.Equal(0, receiverAfter - receiverBefore);
        Assert.Equal(0, sink);
    }

    [Fact]
    public void Unlink_AllocatesNothing()
    {
        using var ring = new SessionRing();
        ring.Device.IsRecording = false;
        ring.Device[FakeDevice.InterruptIn].Mode = EndpointMode.Pending;
        FillPool(ring, Request.In(FakeDevice.InterruptIn, 8));
        int submitted = 0;
        long before = 0;
        long after = 0;
        ring.Device.Submitting = _ =>
        {
            submitted++;
            if (submitted == WarmUp) before = GC.GetAllocatedBytesForCurrentThread();
            if (submitted == WarmUp + Measured) after = GC.GetAllocatedBytesForCurrentThread();
        };
        long sink = 0;
        ring.Device.SinkAllocated = bytes =>
        {
            if (Volatile.Read(ref submitted) > WarmUp) sink += bytes;
        };
        for (int i = 0; i < WarmUp + Measured; i++)
        {
            ring.Client.Cork();
            ring.Client.Unlink(ring.Client.Submit(Request.In(FakeDevice.InterruptIn, 8)));
            ring.Client.Uncork();
            Assert.Equal(-Errno.ECONNRESET, ring.Client.Read().Status);
        }
        Assert.NotEqual(0, before);
        Assert.Equal(0, after - before);
        Assert.Equal(0, sink);
    }
}
