namespace Farhub.Devices.Tests.Linux;

/// <summary>Keeps what a device passes to its holder, and lets a test wait for it.</summary>
sealed class RecordingSink : IUrbSink
{
    readonly object _gate = new();
    readonly List<Urb> _completed = [];
    readonly List<int> _batches = [];
    readonly List<string> _gone = [];

    /// <summary>Called on the device's thread with each batch, before it is noted.</summary>
    internal Action? Completing { get; set; }

    internal int[] Batches
    {
        get
        {
            lock (_gate) return [.. _batches];
        }
    }

    internal string[] Reasons
    {
        get
        {
            lock (_gate) return [.. _gone];
        }
    }

    internal int Count
    {
        get
        {
            lock (_gate) return _completed.Count;
        }
    }

    public void Complete(ReadOnlySpan<Urb> urbs)
    {
        Completing?.Invoke();
        lock (_gate)
        {
            foreach (Urb urb in urbs) _completed.Add(urb);
            _batches.Add(urbs.Length);
            Monitor.PulseAll(_gate);
        }
    }

    public void Gone(string reason)
    {
        lock (_gate)
        {
            _gone.Add(reason);
            Monitor.PulseAll(_gate);
        }
    }

    internal Urb[] Await(int count)
    {
        lock (_gate)
        {
            while (_completed.Count < count) Assert.True(Monitor.Wait(_gate, TimeSpan.FromSeconds(30)), $"{_completed.Count} of {count} URBs came back");
            return [.. _completed];
        }
    }

    /// <summary>Waits for that many without looking at them.</summary>
    internal void AwaitCount(int count)
    {
        lock (_gate)
        {
            while (_completed.Count < count) Assert.True(Monitor.Wait(_gate, TimeSpan.FromSeconds(30)), $"{_completed.Count} of {count} URBs came back");
        }
    }

    internal string AwaitGone()
    {
        lock (_gate)
        {
            while (_gone.Count == 0) Assert.True(Monitor.Wait(_gate, TimeSpan.FromSeconds(30)), "not gone");
            return _gone[0];
        }
    }
}
