using System.Runtime.Versioning;
using Farhub.Devices.Linux;
using Farhub.Usb;

namespace Farhub.Devices.Tests.Linux;

[SupportedOSPlatform("linux")]
public sealed class EndOfClaim
{
    [Fact]
    public void Dispose_with_nothing_in_flight_resets_gives_back_and_closes()
    {
        var device = new TestDevice();
        device.Open.Dispose();
        Assert.Equal(["claim 0", "claim 1", "release 0", "release 1", "reset", "connect 0", "connect 1"], device.Usbfs.Calls);
        Assert.True(device.Usbfs.IsDisposed);
        Assert.Empty(device.Sink.Reasons);
        device.Open.Dispose(); // Twice is once.
        Assert.Equal(7, device.Usbfs.Calls.Length);
    }

    [Fact]
    public void Dispose_takes_back_what_is_in_flight_and_passes_nothing_on()
    {
        var device = new TestDevice();
        Urb[] urbs = [.. Enumerable.Range(0, 100).Select(_ => device.SubmitBulk())];
        device.Open.Dispose();
        Assert.Equal((0, 0), (device.Usbfs.PendingCount, device.Sink.Count));
        Assert.True(device.Usbfs.IsDisposed);
        Assert.All(urbs, urb => Assert.False(((UsbfsUrb)urb).IsInFlight));
        foreach (Urb urb in urbs) device.Open.DestroyUrb(urb);
    }

    [Fact]
    public void Dispose_while_the_sink_is_busy_waits_for_it_and_is_silent_afterwards()
    {
        var device = new TestDevice();
        using var entered = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        device.Sink.Completing = () =>
        {
            entered.Set();
            leave.Wait();
        };
        device.SubmitBulk();
        device.SubmitBulk();
        device.Usbfs.Finish();
        entered.Wait(TestContext.Current.CancellationToken);
        device.Usbfs.Finish();
        var disposing = new Thread(device.Open.Dispose);
        disposing.Start();
        device.Usbfs.AwaitSubmits(3); // The wake-up.
        leave.Set();
        Assert.True(disposing.Join(TimeSpan.FromSeconds(30)));
        Assert.Equal(1, device.Sink.Count);
        Assert.True(device.Usbfs.IsDisposed);
    }

    [Fact]
    public void Dispose_of_a_device_that_no_longer_answers_discards_the_question()
    {
        var device = new TestDevice();
        device.Usbfs.IsDead = true;
        device.Open.Dispose();
        Assert.Contains("discard", device.Usbfs.Calls);
        Assert.True(device.Usbfs.IsDisposed);
    }

    [Fact]
    public void Dispose_tries_again_when_the_kernel_has_no_memory_to_wake_the_reaper()
    {
        var device = new TestDevice();
        device.Usbfs.SubmitResult = index => index < 2 ? -Errno.ENOMEM : 0;
        device.Open.Dispose();
        Assert.Equal(3, device.Usbfs.Submits);
        Assert.True(device.Usbfs.IsDisposed);
    }

    [Fact]
    public void Dispose_restores_the_configuration()
    {
        var device = new TestDevice();
        Assert.Equal(0, device.Request(0x00, StandardRequest.SetConfiguration, 2, 0));
        device.Open.Dispose();
        Assert.Equal(["claim 0", "release 0", "reset", "configuration 1", "connect 0", "connect 1"], device.Usbfs.Calls[^6..]);
    }

    [Fact]
    public void A_device_that_comes_back_from_the_reset_as_another_is_left_alone()
    {
        var device = new TestDevice();
        device.Usbfs.Results["reset"] = -Errno.ENODEV;
        device.Open.Dispose();
        Assert.Equal("reset", device.Usbfs.Calls[^1]);
        Assert.True(device.Usbfs.IsDisposed);
    }

    [Fact]
    public void Unplug_brings_back_everything_and_then_tells_once()
    {
        using var device = new TestDevice();
        Urb[] urbs = [.. Enumerable.Range(0, 70).Select(_ => device.SubmitBulk())];
        bool toldBefore = false;
        device.Sink.Completing = () => toldBefore |= device.Sink.Reasons.Length > 0;
        // The kernel says so before it has killed the URBs.
        device.Usbfs.Unplug();
        Assert.True(SpinWait.SpinUntil(() => device.Usbfs.EmptyReaps >= 2, TimeSpan.FromSeconds(30)));
        Assert.Empty(device.Sink.Reasons);
        device.Usbfs.KillAll();
        Assert.Equal("unplugged", device.Sink.AwaitGone());
        Assert.Equal(urbs, device.Sink.Await(70));
        Assert.All(urbs, urb => Assert.Equal(-Errno.ESHUTDOWN, urb.Status));
        Assert.False(toldBefore);
        urbs[0].Begin(TestDevice.BulkIn, TransferType.Bulk, 8);
        Assert.True(device.Open.Submit(urbs[0]));
        Assert.Equal(-Errno.ENODEV, urbs[0].Status);
        device.Open.Dispose();
        Assert.Single(device.Sink.Reasons);
        Assert.True(device.Usbfs.IsDisposed);
    }

    [Fact]
    public void Unplug_of_an_idle_device_is_told()
    {
        using var device = new TestDevice();
        device.Usbfs.Unplug();
        Assert.Equal("unplugged", device.Sink.AwaitGone());
    }
}
