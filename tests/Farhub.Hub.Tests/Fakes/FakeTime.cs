namespace Farhub.Hub.Tests.Fakes;

/// <summary>A clock that a test moves.</summary>
sealed class FakeTime : TimeProvider
{
    readonly Lock _lock = new();
    readonly List<Alarm> _alarms = [];
    TimeSpan _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Timers that are set.</summary>
    public int AlarmCount
    {
        get
        {
            lock (_lock) return _alarms.Count;
        }
    }

    public override long GetTimestamp()
    {
        lock (_lock) return _now.Ticks;
    }

    public void Advance(TimeSpan by)
    {
        Alarm[] due;
        lock (_lock)
        {
            _now += by;
            due = [.. _alarms.Where(a => a.Due <= _now)];
            foreach (Alarm alarm in due) _alarms.Remove(alarm);
        }
        foreach (Alarm alarm in due) alarm.Ring();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    sealed class Alarm(FakeTime time, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan Due { get; private set; }

        public void Ring() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._alarms.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                Due = time._now + dueTime;
                time._alarms.Add(this);
            }
            return true;
        }

        public void Dispose()
        {
            lock (time._lock) time._alarms.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
