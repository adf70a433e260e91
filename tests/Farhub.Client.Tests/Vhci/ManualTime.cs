namespace Farhub.Client.Tests.Vhci;

/// <summary>Time that passes only when somebody waits for it: each timer fires at once, and the clock is where the timer wanted it.</summary>
sealed class ManualTime : TimeProvider
{
    long _ticks;

    internal TimeSpan Elapsed => TimeSpan.FromTicks(_ticks);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    /// <summary>Called before each wait ends.</summary>
    internal Action? Waited { get; set; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero && dueTime != Timeout.InfiniteTimeSpan)
        {
            Interlocked.Add(ref _ticks, dueTime.Ticks);
            Waited?.Invoke();
        }
        return new Fired(callback, state, dueTime);
    }

    sealed class Fired : ITimer
    {
        internal Fired(TimerCallback callback, object? state, TimeSpan dueTime)
        {
            if (dueTime != Timeout.InfiniteTimeSpan) ThreadPool.UnsafeQueueUserWorkItem(_ => callback(state), null);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
