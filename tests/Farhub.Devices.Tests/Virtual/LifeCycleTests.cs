using Farhub.Devices.Virtual;
using Farhub.Usb;

namespace Farhub.Devices.Tests.Virtual;

public sealed unsafe class LifeCycleTests
{
    readonly ManualTime _time = new();

    [Fact]
    public void One_holder_at_a_time()
    {
        using var host = TestHost.Loopback();
        DeviceException busy = Assert.Throws<DeviceException>(() => host.Device.Open(new RecordingSink(), OpenOptions.Default));
        Assert.Equal(DeviceFailure.Busy, busy.Failure);
        host.Open.Dispose();
        host.Device.Open(new RecordingSink(), OpenOptions.Default).Dispose();
    }

    [Fact]
    public void A_new_holder_finds_the_device_fresh()
    {
        using var device = new VirtualLoopback(TestHost.Port);
        using (OpenDevice first = device.Open(new RecordingSink(), OpenOptions.Default))
        {
            Urb urb = first.CreateUrb(100);
            urb.Begin(new EndpointAddress(0x81), TransferType.Bulk, 100);
            Assert.True(first.Submit(urb));
            first.DestroyUrb(urb);
        }
        using var host = new TestHost(device);
        Assert.True(LoopbackPattern.Verify(host.In(0x81, 100).Data, 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(1 << 20)]
    public void The_memory_of_a_URB_is_there_and_aligned_from_a_page_up(int capacity)
    {
        using var host = TestHost.Loopback();
        Urb urb = host.Open.CreateUrb(capacity);
        Assert.Equal(capacity, urb.Capacity);
        new Span<byte>(urb.Memory, capacity).Fill(0x5a);
        if (capacity >= 4096) Assert.Equal(0, (nint)urb.Memory % 4096);
        host.Open.DestroyUrb(urb);
    }

    [Fact]
    public void A_URB_in_flight_cannot_be_destroyed()
    {
        using var host = TestHost.Loopback(_time);
        Urb urb = host.StartIn(0x84, 64);
        Assert.Throws<InvalidOperationException>(() => host.Open.DestroyUrb(urb));
        host.Open.Cancel(urb);
        host.Open.DestroyUrb(urb);
    }

    [Theory]
    [InlineData(0x84)]
    [InlineData(0x82)]
    public void A_cancelled_transfer_completes_once_with_ECONNRESET(byte endpoint)
    {
        using var host = TestHost.Loopback(_time);
        Urb urb = host.StartIn(endpoint, 64);
        host.Open.Cancel(urb);
        host.Open.Cancel(urb);
        host.Sink.WaitFor(urb);
        Assert.Equal((-Errno.ECONNRESET, 0), (urb.Status, urb.ActualLength));
        _time.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Equal([urb], host.Sink.Completed);
    }

    [Fact]
    public void Cancelling_what_has_completed_does_nothing()
    {
        using var host = TestHost.Loopback(_time);
        Urb urb = host.StartIn(0x84, 3);
        host.Out(0x04, [1, 2, 3]);
        host.Open.Cancel(urb);
        Assert.Equal([urb], host.Sink.Completed);
        Assert.Equal([1, 2, 3], Outcome.Of(urb).Data);
    }

    [Fact]
    public void Cancelling_one_leaves_the_others_in_order()
    {
        using var host = TestHost.Loopback();
        Urb[] urbs = [.. Enumerable.Range(0, 5).Select(_ => host.StartIn(0x84, 1))];
        host.Open.Cancel(urbs[0]);
        host.Open.Cancel(urbs[2]);
        host.Open.Cancel(urbs[4]);
        host.Out(0x04, [7, 8]);
        Assert.Equal([urbs[0], urbs[2], urbs[4], urbs[1], urbs[3]], host.Sink.Completed);
        Assert.Equal([7], Outcome.Of(urbs[1]).Data);
        Assert.Equal([8], Outcome.Of(urbs[3]).Data);
    }

    [Fact]
    public void A_URB_serves_again_after_it_was_cancelled()
    {
        using var host = TestHost.Loopback();
        Urb urb = host.StartIn(0x84, 4);
        host.Open.Cancel(urb);
        urb.Begin(new EndpointAddress(0x84), TransferType.Bulk, 4);
        Assert.False(host.Open.Submit(urb));
        host.Out(0x04, [1, 2, 3, 4]);
        Assert.Equal((0, 4), (urb.Status, urb.ActualLength));
        Assert.Equal([urb, urb], host.Sink.Completed);
    }

    [Fact]
    public void After_the_claim_has_ended_nothing_comes_and_all_URBs_are_the_holder_s()
    {
        using var host = TestHost.Loopback(_time);
        Urb echo = host.StartIn(0x84, 64);
        Urb report = host.StartIn(0x82, 8);
        host.Open.Dispose();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(host.Sink.Completed);
        host.Open.DestroyUrb(echo);
        host.Open.DestroyUrb(report);
        host.Open.Dispose();
    }

    [Fact]
    public void Ending_the_claim_waits_for_a_completion_under_way()
    {
        using var host = TestHost.Loopback(_time);
        using var entered = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        host.Sink.OnComplete = () =>
        {
            entered.Set();
            goOn.Wait(TestContext.Current.CancellationToken);
        };
        Urb first = host.StartIn(0x82, 8);
        Urb second = host.StartIn(0x82, 8);
        _time.Advance(TimeSpan.FromMilliseconds(1.5));
        Assert.True(entered.Wait(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        _time.Advance(TimeSpan.FromMilliseconds(5)); // The second is queued behind.
        var end = new Thread(host.Open.Dispose);
        end.Start();
        goOn.Set();
        Assert.True(end.Join(TimeSpan.FromSeconds(20)));
        // The second may have gone with the first's call or not at all; nothing comes any more.
        int count = host.Sink.Completed.Count;
        Assert.Equal(first, host.Sink.Completed[0]);
        host.Open.DestroyUrb(second);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(count, host.Sink.Completed.Count);
    }

    [Fact]
    public void A_sink_may_end_the_claim_from_inside_a_completion()
    {
        using var host = TestHost.Loopback(_time);
        host.Sink.OnComplete = host.Open.Dispose;
        Urb urb = host.StartIn(0x82, 8);
        _time.Advance(TimeSpan.FromMilliseconds(2));
        host.Sink.WaitFor(urb);
        host.Device.Open(new RecordingSink(), OpenOptions.Default).Dispose();
    }

    [Fact]
    public void Unplugging_ends_what_is_pending_and_then_tells()
    {
        using var host = TestHost.Loopback(_time);
        Urb[] urbs = [host.StartIn(0x84, 64), host.StartIn(0x82, 8), host.StartIn(0x84, 64)];
        host.Device.Dispose();
        Assert.Equal("unplugged", host.Sink.WaitForGone());
        Assert.Equal(3, host.Sink.CompletedBeforeGone);
        Assert.Equivalent(urbs, host.Sink.Completed);
        Assert.All(urbs, u => Assert.Equal(-Errno.ESHUTDOWN, u.Status));
        Assert.Equal(-Errno.ESHUTDOWN, host.In(0x81, 64).Status);
        Assert.Equal(-Errno.ESHUTDOWN, host.In(0x84, 64).Status);
        Assert.Equal(-Errno.ESHUTDOWN, host.Control(0x80, StandardRequest.GetStatus, length: 2).Status);
        DeviceException gone = Assert.Throws<DeviceException>(() => host.Device.Open(new RecordingSink(), OpenOptions.Default));
        Assert.Equal(DeviceFailure.Gone, gone.Failure);
    }

    [Fact]
    public void An_idle_device_tells_that_it_is_unplugged()
    {
        using var host = TestHost.Loopback();
        host.Device.Dispose();
        Assert.Equal("unplugged", host.Sink.WaitForGone());
    }

    [Fact]
    public void A_disk_pulled_out_while_held_keeps_its_memory_until_the_claim_ends()
    {
        using var host = new TestHost(VirtualDisk.InMemory(TestHost.Port, 1 << 20));
        host.Device.Dispose();
        host.Sink.WaitForGone();
        Assert.Equal(-Errno.ESHUTDOWN, host.Out(0x02, new byte[31]).Status);
        host.Open.Dispose();
    }
}
