namespace Farhub.Devices.Tests;

/// <summary>A clock for what waits once: tells when the wait begins, and ends it when the test says so.</summary>
sealed class DelayClock : TimeProvider
{
    readonly TaskCompletionSource<TimeSpan> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    Action? _end;

    /// <summary>The wait has begun; for how long it is meant.</summary>
    internal Task<TimeSpan> Begun => _begun.Task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>The time is over.</summary>
    internal void End() => _end!();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _end = () => callback(state);
        _begun.SetResult(dueTime);
        return new Timer();
    }

    sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() { }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
