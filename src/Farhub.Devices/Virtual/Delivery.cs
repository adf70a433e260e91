namespace Farhub.Devices.Virtual;

/// <summary>The thread of one open software device that brings completions to the sink: those that a timer or an unplugging causes.
/// Started when the first URB needs it.</summary>
sealed class Delivery(IUrbSink sink, string name)
{
    /// <summary>Completions in one call at most; more wait for the next.</summary>
    const int BatchSize = 64;

    /// <summary>The sink's code needs little; a thousand devices may each have such a thread.</summary>
    const int StackSize = 256 << 10;

    readonly object _lock = new();
    readonly UrbQueue _queue = new();
    Thread? _thread;
    bool _stopped;
    string? _gone;

    /// <summary>Starts the thread if it does not run yet.</summary>
    /// <returns>False when the system has no room for a thread.</returns>
    internal bool TryStart()
    {
        if (Volatile.Read(ref _thread) is not null) return true;
        lock (_lock)
        {
            if (_thread is not null) return true;
            var thread = new Thread(Run, StackSize) { IsBackground = true, Name = name };
            try
            {
                thread.Start();
            }
            catch (OutOfMemoryException)
            {
                return false;
            }
            Volatile.Write(ref _thread, thread);
            return true;
        }
    }

    /// <summary>Queues a URB whose outcome is set. Only after <see cref="TryStart"/>.</summary>
    internal void Add(VirtualUrb urb)
    {
        lock (_lock)
        {
            _queue.Add(urb);
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Tells the sink that the device has gone, after what is queued now. Nothing may be added afterwards.</summary>
    internal void Close(string reason)
    {
        lock (_lock)
        {
            _gone = reason;
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Ends the thread. Nothing reaches the sink once this has returned; what was queued is taken back.</summary>
    internal void Stop()
    {
        lock (_lock)
        {
            _stopped = true;
            Monitor.Pulse(_lock);
        }
        // A sink may end the session, and so the device, from inside its Complete.
        if (_thread is { } thread && thread != Thread.CurrentThread) thread.Join();
        while (_queue.Take() is { } urb) urb.InFlight = false;
    }

    void Run()
    {
        var batch = new Urb[BatchSize];
        while (true)
        {
            int count = 0;
            lock (_lock)
            {
                while (!_stopped && _queue.First is null && _gone is null) Monitor.Wait(_lock);
                if (_stopped) return;
                while (count < BatchSize && _queue.Take() is { } urb)
                {
                    urb.InFlight = false;
                    batch[count++] = urb;
                }
            }
            if (count == 0)
            {
                sink.Gone(_gone!);
                return;
            }
            sink.Complete(batch.AsSpan(0, count));
            Array.Clear(batch, 0, count);
        }
    }
}
