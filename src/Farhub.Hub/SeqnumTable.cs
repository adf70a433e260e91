namespace Farhub.Hub;

/// <summary>Finds a URB in flight by its seqnum: open addressing with linear probing. One thread only. Seqnums are any 32 bits, 0 included.</summary>
sealed class SeqnumTable
{
    const int FirstCapacity = 64;

    PendingUrb?[] _entries = new PendingUrb?[FirstCapacity];
    int _count;

    /// <summary>Number of entries.</summary>
    internal int Count => _count;

    /// <summary>Finds a URB; null when there is none of that number.</summary>
    internal PendingUrb? Find(uint seqnum)
    {
        if (_count == 0) return null;
        for (int i = Home(seqnum); _entries[i] is { } entry; i = (i + 1) & (_entries.Length - 1))
        {
            if (entry.Seqnum == seqnum) return entry;
        }
        return null;
    }

    /// <summary>Adds a URB, or puts it in the place of one with the same number.</summary>
    internal void Set(PendingUrb urb)
    {
        if (_count * 2 >= _entries.Length) Grow();
        int i = Home(urb.Seqnum);
        for (; _entries[i] is { } entry; i = (i + 1) & (_entries.Length - 1))
        {
            if (entry.Seqnum != urb.Seqnum) continue;
            _entries[i] = urb;
            return;
        }
        _entries[i] = urb;
        _count++;
    }

    /// <summary>Removes a URB, if it is this very one that has its number.</summary>
    internal void Remove(PendingUrb urb)
    {
        if (_count == 0) return;
        int mask = _entries.Length - 1;
        int hole = Home(urb.Seqnum);
        while (_entries[hole] is { } entry && entry != urb) hole = (hole + 1) & mask;
        if (_entries[hole] is null) return;
        _count--;
        // Close the hole: move back every later entry of the run whose home lies at or before the hole.
        for (int i = (hole + 1) & mask; _entries[i] is { } entry; i = (i + 1) & mask)
        {
            int fromHome = (i - Home(entry.Seqnum)) & mask;
            int fromHole = (i - hole) & mask;
            if (fromHome < fromHole) continue;
            _entries[hole] = entry;
            hole = i;
        }
        _entries[hole] = null;
    }

    int Home(uint seqnum) => (int)(unchecked(seqnum * 2654435769u) >> 8) & (_entries.Length - 1);

    void Grow()
    {
        PendingUrb?[] old = _entries;
        _entries = new PendingUrb?[old.Length * 2];
        _count = 0;
        foreach (PendingUrb? urb in old)
        {
            if (urb is not null) Set(urb);
        }
    }
}
