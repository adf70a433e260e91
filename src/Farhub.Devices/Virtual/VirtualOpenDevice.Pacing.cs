using Farhub.Usb;

namespace Farhub.Devices.Virtual;

/// <content>Transfers that take their time: interrupt and isochronous, paced by bInterval. The schedule is kept in microframes since the claim, so
/// that a late timer delays a transfer but never slows the rate.</content>
public abstract partial class VirtualOpenDevice
{
    /// <summary>125 µs.</summary>
    const long TicksPerMicroframe = TimeSpan.TicksPerMillisecond / 8;

    readonly long _startTime;
    ITimer? _timer;
    long _timerDue = long.MaxValue;

    /// <summary>Does a paced transfer whose time has come, and sets its outcome. Under the gate, on the timer's thread: short.</summary>
    protected virtual void Service(Pipe pipe, VirtualUrb urb) => urb.Fail(-Errno.EPROTO);

    /// <summary>Lets a URB wait for its turn on the bus: each packet takes one interval, after those of the URBs before it. Isochronous URBs
    /// are always scheduled as soon as possible; the frame they ask for means nothing here, since no client sees this bus. <see cref="Urb.StartFrame"/>
    /// tells the microframe of the first packet since the device was claimed.</summary>
    /// <returns>What Transfer returns.</returns>
    protected bool WaitForTime(Pipe pipe, VirtualUrb urb)
    {
        if (!_delivery.TryStart())
        {
            urb.Fail(-Errno.ENOMEM);
            return true;
        }
        lock (Gate)
        {
            pipe.IsPaced = true;
            long start = RoundUp(Math.Max(pipe.NextMicroframe, Now() + 1), pipe.Interval);
            long length = (long)pipe.Interval * Math.Max(urb.PacketCount, 1);
            // An interrupt is there when it is polled; isochronous URBs are done when their last packet has had its interval.
            urb.Due = pipe.Type == TransferType.Isochronous ? start + length : start;
            urb.StartFrame = (int)(start & int.MaxValue);
            if (!TryAdd(pipe, urb)) return true;
            pipe.NextMicroframe = start + length;
            if (urb.Due < _timerDue) SetTimer(urb.Due);
            return false;
        }
    }

    void OnTimer()
    {
        lock (Gate)
        {
            if (_ended) return;
            long now = Now();
            long next = long.MaxValue;
            foreach (Pipe? pipe in _pipes)
            {
                if (pipe is not { IsPaced: true }) continue;
                while (pipe.Waiting.First is { } urb)
                {
                    if (urb.Due > now)
                    {
                        next = Math.Min(next, urb.Due);
                        break;
                    }
                    pipe.Waiting.Remove(urb);
                    Service(pipe, urb);
                    GiveBack(pipe, urb);
                }
            }
            _timerDue = long.MaxValue;
            if (next != long.MaxValue) SetTimer(next);
        }
    }

    long Now() => _time.GetElapsedTime(_startTime).Ticks / TicksPerMicroframe;

    void SetTimer(long microframe)
    {
        _timerDue = microframe;
        _timer ??= _time.CreateTimer(static device => ((VirtualOpenDevice)device!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        long ticks = (microframe * TicksPerMicroframe) - _time.GetElapsedTime(_startTime).Ticks;
        // The system's timers count whole milliseconds and round down; a timer that is early would only run again.
        long milliseconds = Math.Max(0, (ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond);
        _timer.Change(TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
    }

    static long RoundUp(long value, int step) => (value + step - 1) / step * step;
}
