namespace Farhub.Control.Tests.Scenarios;

/// <summary>A clock that a test moves. Timers go off on the thread that moves it; a test can wait until somebody waits. It begins on a Monday at 07:00 UTC.</summary>
sealed class StepClock : TimeProvider
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly object _gate = new();
    readonly List<Timer> _timers = [];
    DateTimeOffset _now = new(2027, 3, 1, 7, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        lock (_gate) _timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Goes on, and lets each timer go off at its time.</summary>
    internal void Advance(TimeSpan time) => GoTo(GetUtcNow() + time, isJump: false);

    /// <summary>Goes on as over a machine that slept: each timer goes off once, late.</summary>
    internal void Jump(TimeSpan time) => GoTo(GetUtcNow() + time, isJump: true);

    /// <summary>Waits until somebody waits for so long from now.</summary>
    internal void AwaitTimer(TimeSpan due)
    {
        lock (_gate)
        {
            while (!_timers.Any(t => t.Due == _now + due)) Assert.True(Monitor.Wait(_gate, Patience), $"nobody waits for {due}");
        }
    }

    void GoTo(DateTimeOffset end, bool isJump)
    {
        if (isJump)
        {
            lock (_gate) _now = end;
        }
        while (true)
        {
            Timer? next;
            lock (_gate)
            {
                next = _timers.Where(t => t.Due <= end).MinBy(t => t.Due);
                if (next is null)
                {
                    _now = end;
                    return;
                }
                if (next.Due > _now) _now = next.Due.Value;
                next.Due = next.Period > TimeSpan.Zero ? _now + next.Period : null;
            }
            next.GoOff();
        }
    }

    sealed class Timer(StepClock clock, TimerCallback callback, object? state) : ITimer
    {
        internal DateTimeOffset? Due { get; set; }

        internal TimeSpan Period { get; private set; }

        internal void GoOff() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                Due = dueTime < TimeSpan.Zero ? null : clock._now + dueTime;
                Period = period;
                Monitor.PulseAll(clock._gate);
            }
            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                Due = null;
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
