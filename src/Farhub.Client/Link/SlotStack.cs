namespace Farhub.Client.Link;

/// <summary>The free slots of a table, last freed first. Any thread, no lock, no allocation.</summary>
sealed class SlotStack
{
    const int Empty = 0;

    readonly int[] _next; // By slot: the slot below it, plus one.
    long _head;           // Low half: top slot plus one. High half: counts changes, so that a top that went and came back is not mistaken for one that stayed.

    /// <summary>All slots from 0 on are free; slot 0 is on top.</summary>
    internal SlotStack(int count)
    {
        _next = new int[count];
        for (int i = 0; i < count - 1; i++) _next[i] = i + 2;
        _head = 1;
    }

    internal bool TryPop(out int slot)
    {
        while (true)
        {
            long head = Volatile.Read(ref _head);
            slot = (int)(head & uint.MaxValue) - 1;
            if (slot + 1 == Empty) return false;
            // The slot may be popped by another thread meanwhile and its next mean nothing any more; then the exchange fails.
            if (TryMove(head, Volatile.Read(ref _next[slot]))) return true;
        }
    }

    internal void Push(int slot)
    {
        while (true)
        {
            long head = Volatile.Read(ref _head);
            Volatile.Write(ref _next[slot], (int)(head & uint.MaxValue));
            if (TryMove(head, slot + 1)) return;
        }
    }

    bool TryMove(long head, int top)
    {
        long moved = unchecked(((head >> 32) + 1) << 32) | (uint)top;
        return Interlocked.CompareExchange(ref _head, moved, head) == head;
    }
}
