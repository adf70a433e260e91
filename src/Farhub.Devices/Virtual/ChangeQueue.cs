namespace Farhub.Devices.Virtual;

/// <summary>Tells subscribers of changes from a thread of its own, in order. The thread starts with the first change that somebody wants to hear.</summary>
sealed class ChangeQueue : IDisposable
{
    readonly object _lock = new();
    readonly Queue<DeviceChange> _queue = new();
    Action<DeviceChange>? _subscribers;
    Thread? _thread;
    bool _stopped;

    internal void Subscribe(Action<DeviceChange>? subscriber)
    {
        lock (_lock) _subscribers += subscriber;
    }

    internal void Unsubscribe(Action<DeviceChange>? subscriber)
    {
        lock (_lock) _subscribers -= subscriber;
    }

    internal void Add(DeviceChange change)
    {
        lock (_lock)
        {
            if (_stopped || _subscribers is null) return;
            _queue.Enqueue(change);
            Monitor.Pulse(_lock);
            if (_thread is not null) return;
            _thread = new Thread(Run) { IsBackground = true, Name = "virtual devices" };
            _thread.Start();
        }
    }

    /// <summary>Ends the thread; what was not told is not told.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _stopped = true;
            Monitor.Pulse(_lock);
        }
        if (_thread is { } thread && thread != Thread.CurrentThread) thread.Join();
    }

    void Run()
    {
        while (true)
        {
            DeviceChange change;
            Action<DeviceChange>? subscribers;
            lock (_lock)
            {
                while (!_stopped && _queue.Count == 0) Monitor.Wait(_lock);
                if (_stopped) return;
                change = _queue.Dequeue();
                subscribers = _subscribers;
            }
            subscribers?.Invoke(change);
        }
    }
}
