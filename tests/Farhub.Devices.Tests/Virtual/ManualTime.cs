namespace Farhub.Devices.Tests.Virtual;

/// <summary>A clock that a test moves by hand. Timers go off on the thread that moves it.</summary>
sealed class ManualTime : TimeProvider
{
    readonly List<Timer> _timers = [];
    long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        _timers.Add(timer);
        return timer;
    }

    internal void Advance(TimeSpan time)
    {
        long end = _now + time.Ticks;
        while (true)
        {
            Timer? next = null;
            foreach (Timer timer in _timers)
            {
                if (timer.Due <= end && (next is null || timer.Due < next.Due)) next = timer;
            }
            if (next is null) break;
            _now = Math.Max(_now, next.Due);
            next.GoOff();
        }
        _now = end;
    }

    /// <summary>Moves the clock first and lets the timers go off afterwards: each is late.</summary>
    internal void AdvanceLate(TimeSpan time)
    {
        _now += time.Ticks;
        Advance(TimeSpan.Zero);
    }

    sealed class Timer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        internal long Due { get; private set; } = long.MaxValue;

        internal void GoOff()
        {
            Due = long.MaxValue;
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (period != Timeout.InfiniteTimeSpan) throw new NotSupportedException("Periods are not kept.");
            Due = dueTime < TimeSpan.Zero ? long.MaxValue : time._now + dueTime.Ticks;
            return true;
        }

        public void Dispose() => Due = long.MaxValue;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
