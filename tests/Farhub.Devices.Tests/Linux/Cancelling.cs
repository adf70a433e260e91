using System.Runtime.Versioning;
using Farhub.Usb;

namespace Farhub.Devices.Tests.Linux;

[SupportedOSPlatform("linux")]
public sealed class Cancelling : IDisposable
{
    readonly TestDevice _device = new();

    public void Dispose() => _device.Dispose();

    [Fact]
    public void A_pending_urb_comes_back_unlinked()
    {
        Urb urb = _device.SubmitBulk();
        _device.Open.Cancel(urb);
        _device.Sink.Await(1);
        Assert.Equal(-Errno.ENOENT, urb.Status);
    }

    [Fact]
    public void Cancelled_twice_it_is_discarded_and_delivered_once()
    {
        using var held = new ManualResetEventSlim();
        _device.Usbfs.Discarding = () => held.Wait();
        Urb urb = _device.SubmitBulk(), other = _device.SubmitBulk();
        _device.Open.Cancel(urb);
        _device.Open.Cancel(urb);
        held.Set();
        _device.Sink.Await(1);
        _device.Open.Cancel(other); // Behind the second, so that the second would have been done by then.
        _device.Sink.Await(2);
        Assert.Equal(["discard", "discard"], _device.Usbfs.Calls.Where(c => c.StartsWith("discard", StringComparison.Ordinal)));
        Assert.Equal(2, _device.Sink.Count);
    }

    [Fact]
    public void One_that_completed_while_its_discard_was_under_way_keeps_its_outcome_and_waits_for_the_discard()
    {
        using var entered = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        bool over = false, early = false;
        _device.Usbfs.Discarding = () =>
        {
            entered.Set();
            leave.Wait();
            Volatile.Write(ref over, true);
        };
        _device.Sink.Completing = () => early |= !Volatile.Read(ref over);
        Urb urb = _device.SubmitBulk();
        _device.Open.Cancel(urb);
        entered.Wait(TestContext.Current.CancellationToken);
        _device.Usbfs.Finish(actualLength: 9);
        // Reaped, and not delivered.
        Assert.True(SpinWait.SpinUntil(() => _device.Usbfs.CompletedCount == 0, TimeSpan.FromSeconds(30)));
        for (int i = 0; i < 100; i++) Thread.Yield();
        leave.Set();
        _device.Sink.Await(1);
        Assert.False(early);
        Assert.Equal((0, 9), (urb.Status, urb.ActualLength));
        Assert.Contains("discard late", _device.Usbfs.Calls);
    }

    [Fact]
    public void One_that_completed_before_its_discard_began_does_not_wait_and_its_next_life_is_safe()
    {
        using var entered = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        _device.Usbfs.Discarding = () =>
        {
            entered.Set();
            leave.Wait();
        };
        Urb first = _device.SubmitBulk(), second = _device.SubmitBulk();
        _device.Open.Cancel(first);
        entered.Wait(TestContext.Current.CancellationToken); // The canceller is busy with the first.
        _device.Open.Cancel(second);
        _device.Usbfs.Finish(index: 1, actualLength: 5);
        Assert.Same(second, _device.Sink.Await(1)[0]);
        Assert.Equal((0, 5), (second.Status, second.ActualLength));
        _device.Resubmit(second); // Still in the canceller's queue from before.
        leave.Set();
        _device.Sink.Await(2);
        Urb third = _device.SubmitBulk();
        _device.Open.Cancel(third); // Comes after it in the queue.
        _device.Sink.Await(3);
        Assert.Equal(1, _device.Usbfs.PendingCount);
        _device.Usbfs.Finish(actualLength: 6);
        _device.Sink.Await(4);
        Assert.Equal((0, 6), (second.Status, second.ActualLength));
    }

    [Fact]
    public void Too_late_it_does_nothing()
    {
        Urb urb = _device.SubmitBulk();
        _device.Usbfs.Finish(actualLength: 3);
        _device.Sink.Await(1);
        _device.Open.Cancel(urb);
        _device.Resubmit(urb);
        Urb other = _device.SubmitBulk();
        _device.Open.Cancel(other);
        _device.Sink.Await(2);
        Assert.Equal(1, _device.Usbfs.PendingCount);
        Assert.Equal(1, _device.Usbfs.Calls.Count(c => c.StartsWith("discard", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_slow_discard_does_not_hold_up_other_urbs()
    {
        using var entered = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        _device.Usbfs.Discarding = () =>
        {
            entered.Set();
            leave.Wait();
        };
        Urb stuck = _device.SubmitBulk(), other = _device.SubmitBulk();
        _device.Open.Cancel(stuck);
        entered.Wait(TestContext.Current.CancellationToken);
        _device.Usbfs.Finish(index: 1);
        Assert.Same(other, _device.Sink.Await(1)[0]);
        leave.Set();
        _device.Sink.Await(2);
    }

    [Fact]
    public void Racing_completions_every_life_is_delivered_once_and_none_is_hit_by_an_earlier_cancel()
    {
        const int lives = 20_000;
        Urb[] urbs = [.. Enumerable.Range(0, 4).Select(_ => _device.Open.CreateUrb(512))];
        bool[] cancelled = new bool[urbs.Length];
        bool stop = false;
        var completer = new Thread(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                if (!_device.Usbfs.TryFinish(actualLength: 42)) Thread.Yield();
            }
        });
        completer.Start();
        var random = new Random(1);
        int delivered = 0, unlinked = 0;
        for (int life = 0; life < lives; life += urbs.Length)
        {
            for (int i = 0; i < urbs.Length; i++)
            {
                _device.Resubmit(urbs[i]);
                cancelled[i] = random.Next(2) == 0;
                for (int spin = random.Next(60); spin > 0; spin--) Thread.SpinWait(1);
                if (cancelled[i]) _device.Open.Cancel(urbs[i]);
            }
            delivered += urbs.Length;
            _device.Sink.AwaitCount(delivered);
            Assert.Equal(delivered, _device.Sink.Count);
            for (int i = 0; i < urbs.Length; i++)
            {
                if (urbs[i].Status != 0) unlinked++;
                if (urbs[i].Status == 0) Assert.Equal(42, urbs[i].ActualLength);
                else Assert.True(cancelled[i] && urbs[i].Status == -Errno.ENOENT, $"{urbs[i].Status}");
            }
        }
        Volatile.Write(ref stop, true);
        completer.Join();
        Assert.Equal(lives, _device.Sink.Count);
        Assert.InRange(unlinked, 1, lives);
    }
}
