namespace Farhub.Devices.Tests.Virtual;

/// <summary>Remembers what a device completes, and on which thread.</summary>
sealed class RecordingSink : IUrbSink
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    readonly List<(Urb Urb, int Thread)> _completed = [];
    string? _gone;

    internal IReadOnlyList<Urb> Completed
    {
        get
        {
            lock (_completed) return [.. _completed.Select(c => c.Urb)];
        }
    }

    internal int ThreadOf(Urb urb)
    {
        lock (_completed) return _completed.Single(c => c.Urb == urb).Thread;
    }

    internal Action? OnComplete { get; set; }

    internal int CompletedBeforeGone { get; private set; } = -1;

    public void Complete(ReadOnlySpan<Urb> urbs)
    {
        OnComplete?.Invoke();
        lock (_completed)
        {
            foreach (Urb urb in urbs) _completed.Add((urb, Environment.CurrentManagedThreadId));
            Monitor.PulseAll(_completed);
        }
    }

    public void Gone(string reason)
    {
        lock (_completed)
        {
            _gone = reason;
            CompletedBeforeGone = _completed.Count;
            Monitor.PulseAll(_completed);
        }
    }

    internal void WaitFor(Urb urb) => Wait(() => _completed.Exists(c => c.Urb == urb));

    internal void WaitForCount(int count) => Wait(() => _completed.Count >= count);

    internal string WaitForGone()
    {
        Wait(() => _gone is not null);
        return _gone!;
    }

    internal void Forget()
    {
        lock (_completed) _completed.Clear();
    }

    void Wait(Func<bool> condition)
    {
        lock (_completed)
        {
            while (!condition())
            {
                if (!Monitor.Wait(_completed, Patience)) Assert.Fail($"Nothing came in {Patience.TotalSeconds} s; {_completed.Count} completions so far.");
            }
        }
    }
}
