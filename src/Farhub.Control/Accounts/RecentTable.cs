namespace Farhub.Control.Accounts;

/// <summary>Remembers for each key when something happened lately. Bounded: when it is full, those that were quiet longest are forgotten. Not thread-safe.</summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <param name="capacity">Most keys.</param>
/// <param name="window">How long a moment is remembered.</param>
/// <param name="perKey">Most moments of one key; older ones are forgotten.</param>
sealed class RecentTable<TKey>(int capacity, TimeSpan window, int perKey) where TKey : notnull
{
    readonly Dictionary<TKey, List<DateTimeOffset>> _moments = [];

    /// <summary>Keys that are remembered.</summary>
    internal int KeyCount => _moments.Count;

    /// <summary>The moments of a key within the window, oldest first.</summary>
    internal IReadOnlyList<DateTimeOffset> Of(TKey key, DateTimeOffset now)
    {
        if (!_moments.TryGetValue(key, out List<DateTimeOffset>? moments)) return [];
        moments.RemoveAll(m => now - m >= window);
        if (moments.Count == 0) _moments.Remove(key);
        return moments;
    }

    internal void Add(TKey key, DateTimeOffset now)
    {
        if (!_moments.TryGetValue(key, out List<DateTimeOffset>? moments))
        {
            if (_moments.Count >= capacity) MakeRoom(now);
            _moments[key] = moments = [];
        }
        if (moments.Count >= perKey) moments.RemoveAt(0);
        moments.Add(now);
    }

    /// <summary>Takes one moment back.</summary>
    internal void Remove(TKey key, DateTimeOffset at)
    {
        if (_moments.TryGetValue(key, out List<DateTimeOffset>? moments) && moments.Remove(at) && moments.Count == 0) _moments.Remove(key);
    }

    internal void Clear(TKey key) => _moments.Remove(key);

    void MakeRoom(DateTimeOffset now)
    {
        foreach ((TKey old, var _) in _moments.Where(p => now - p.Value[^1] >= window).ToList()) _moments.Remove(old);
        if (_moments.Count < capacity) return;
        // A tenth at once: to look for the one that was quiet longest takes a look at all of them.
        foreach (TKey old in _moments.OrderBy(p => p.Value[^1]).Take(Math.Max(1, capacity / 10)).Select(p => p.Key).ToList()) _moments.Remove(old);
    }
}
