using System.Collections.Immutable;
using System.Threading.Channels;

namespace Farhub.Control.Events;

/// <summary>Tells everybody who watches what happens. Whoever is too slow misses the oldest and can see it by the gap in the ids; nobody holds up the hub.</summary>
/// <param name="time">The clock.</param>
public sealed class EventStream(TimeProvider time)
{
    /// <summary>Events kept for those who come back.</summary>
    public const int Kept = 1000;

    /// <summary>Events that wait for one watcher.</summary>
    const int Waiting = 256;

    readonly object _publishing = new();
    readonly Queue<HubEvent> _recent = new();
    ImmutableArray<Channel<HubEvent>> _watchers = [];

    // Ids grow over restarts too: whoever comes back with one from before gets all that there is.
    long _lastId = time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>On the thread of whoever publishes: what must not miss any. Must be quick and throw nothing.</summary>
    public event Action<HubEvent>? Published;

    /// <summary>Number of those who watch.</summary>
    public int WatcherCount => _watchers.Length;

    /// <summary>Id of the newest event; before the first, what is lower than that of any to come.</summary>
    public long LastId
    {
        get
        {
            lock (_publishing) return _lastId;
        }
    }

    /// <summary>Tells everybody.</summary>
    public void Publish(string type, string share, string text, string? user = null)
    {
        HubEvent happened;
        lock (_publishing)
        {
            happened = new HubEvent(++_lastId, time.GetUtcNow(), type, share, text, user);
            _recent.Enqueue(happened);
            if (_recent.Count > Kept) _recent.Dequeue();
            foreach (Channel<HubEvent> watcher in _watchers) watcher.Writer.TryWrite(happened);
        }
        Published?.Invoke(happened);
    }

    /// <summary>What happened lately, oldest first.</summary>
    public IReadOnlyList<HubEvent> Recent()
    {
        lock (_publishing) return [.. _recent];
    }

    /// <summary>Everything after an event that is still kept, and then what happens, until the token is cancelled.</summary>
    /// <param name="after">Id of the last one seen; null for what happens from now on.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<HubEvent> WatchAsync(long? after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<HubEvent>(new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        HubEvent[] missed;
        lock (_publishing)
        {
            missed = after is { } id ? [.. _recent.Where(e => e.Id > id)] : [];
            _watchers = _watchers.Add(channel);
        }
        try
        {
            foreach (HubEvent happened in missed) yield return happened;
            await foreach (HubEvent happened in channel.Reader.ReadAllAsync(cancellationToken)) yield return happened;
        }
        finally
        {
            lock (_publishing) _watchers = _watchers.Remove(channel);
        }
    }
}
