using System.Runtime.Versioning;

namespace Farhub.Devices.Linux;

/// <summary>The thread for calls that wait for the hardware: USBDEVFS_DISCARDURB, which returns when the URB is dead, and in the end
/// the release of the device. Started when there is something to do.</summary>
[SupportedOSPlatform("linux")]
sealed unsafe class UsbfsCanceller
{
    const int StackSize = 256 * 1024;

    readonly IUsbfs _usbfs;
    readonly UsbfsReaper _reaper;
    readonly string _busId;
    readonly object _gate = new();
    readonly Queue<UsbfsUrb> _queue = new();
    Thread? _thread;
    Action? _last;

    /// <summary>Makes one that has not started.</summary>
    internal UsbfsCanceller(IUsbfs usbfs, UsbfsReaper reaper, string busId)
    {
        _usbfs = usbfs;
        _reaper = reaper;
        _busId = busId;
    }

    /// <summary>Queues a URB whose cancelling was asked for. Returns at once.</summary>
    internal void Add(UsbfsUrb urb)
    {
        lock (_gate)
        {
            _queue.Enqueue(urb);
            WakeOrStart();
        }
    }

    /// <summary>Queues the last thing this thread does, after all discards.</summary>
    /// <returns>False when it is not done after that time; it goes on.</returns>
    internal bool Finish(Action last, TimeSpan time)
    {
        lock (_gate)
        {
            _last = last;
            WakeOrStart();
        }
        return _thread!.Join(time);
    }

    void WakeOrStart()
    {
        if (_thread is not null)
        {
            Monitor.Pulse(_gate);
            return;
        }
        _thread = new Thread(Run, StackSize) { Name = $"cancel {_busId}", IsBackground = true };
        _thread.Start();
    }

    void Run()
    {
        while (true)
        {
            UsbfsUrb? urb;
            lock (_gate)
            {
                while (!_queue.TryDequeue(out urb) && _last is null) Monitor.Wait(_gate);
            }
            if (urb is null)
            {
                _last!();
                return;
            }
            Discard(urb);
        }
    }

    /// <summary>Discards a URB if that was asked for. This thread only.</summary>
    internal void Discard(UsbfsUrb urb)
    {
        if (!urb.BeginDiscard()) return;
        // Last part first: an earlier one that ends would let the next one begin.
        for (int i = urb.PartCount - 1; i >= 0; i--) _usbfs.Discard(urb.Part(i));
        if (urb.EndDiscard()) _reaper.DiscardEnded();
    }
}
