using System.Numerics;
using Farhub.Devices;
using Farhub.Protocol;
using Farhub.Usb;

namespace Farhub.Hub;

/// <summary>The URBs of one session, by size of their memory, and the table of those in flight. Bounded in number and bytes: when all are in flight,
/// <see cref="Take"/> says so and the receiver waits, which is how a session pushes back.</summary>
/// <remarks>Everything but <see cref="Return"/> is the receiver thread's. Returned URBs go through a list that producers push and the receiver
/// takes whole, so that the receiver never waits for a thread that is busy sending.</remarks>
sealed class UrbPool(OpenDevice device, UsbipLimits limits)
{
    /// <summary>The smallest memory: a control transfer's or an interrupt report's.</summary>
    const int SmallestShift = 9;

    readonly PendingUrb?[] _idle = new PendingUrb?[32 - SmallestShift]; // By size class.
    readonly HashSet<PendingUrb> _all = [];
    PendingUrb? _returned;
    int _idleCount;
    long _bytes;

    /// <summary>URBs that the device has, by seqnum; completed ones stay until <see cref="Collect()"/>.</summary>
    internal SeqnumTable Table { get; } = new();

    /// <summary>True when <see cref="Return"/> has brought something that <see cref="Collect()"/> has not seen.</summary>
    internal bool HasReturned => Volatile.Read(ref _returned) is not null;

    /// <summary>True while something other than an interrupt transfer is in flight.</summary>
    internal bool HasTransfers => _all.Any(u => u.IsInFlight && u.Urb.Type != TransferType.Interrupt);

    /// <summary>Gives back URBs whose replies have left. Any thread, one at a time.</summary>
    /// <param name="urbs">The first of a list.</param>
    internal void Return(PendingUrb urbs)
    {
        PendingUrb last = urbs;
        while (last.Next is { } next) last = next;
        PendingUrb? head = Volatile.Read(ref _returned);
        while (true)
        {
            last.Next = head;
            PendingUrb? seen = Interlocked.CompareExchange(ref _returned, urbs, head);
            if (seen == head) return;
            head = seen;
        }
    }

    /// <summary>Makes returned URBs idle and forgets their numbers.</summary>
    internal void Collect()
    {
        if (HasReturned) Collect(Interlocked.Exchange(ref _returned, null));
    }

    /// <summary>Makes URBs idle, and forgets their numbers.</summary>
    /// <param name="urbs">The first of a list; null for none.</param>
    internal void Collect(PendingUrb? urbs)
    {
        while (urbs is { } urb)
        {
            urbs = urb.Next;
            Table.Remove(urb);
            urb.Next = _idle[urb.SizeClass];
            _idle[urb.SizeClass] = urb;
            _idleCount++;
        }
    }

    /// <summary>An idle URB with at least so much memory.</summary>
    /// <param name="bytes">Bytes, headroom included; at most the largest transfer plus headroom.</param>
    /// <returns>Null when the session has all it may have and none of it is idle.</returns>
    /// <exception cref="OutOfMemoryException">The device cannot make such a URB now.</exception>
    internal PendingUrb? Take(int bytes)
    {
        Collect();
        int sizeClass = Math.Max(0, 32 - SmallestShift - BitOperations.LeadingZeroCount((uint)Math.Max(0, bytes - 1)));
        if (TakeIdle(sizeClass) is { } idle) return idle;
        int size = 1 << (sizeClass + SmallestShift);
        while (_all.Count >= limits.MaxUrbsInFlight || (_bytes + size > limits.MaxBytesInFlight && _all.Count > 0))
        {
            if (!DestroyLargestIdle()) return null;
        }
        Urb urb;
        try
        {
            urb = device.CreateUrb(size);
        }
        catch (OutOfMemoryException) when (_idleCount > 0)
        {
            while (DestroyLargestIdle()) { } // What lies idle in other sizes may be what is missing.
            urb = device.CreateUrb(size);
        }
        var pending = new PendingUrb(urb, sizeClass);
        urb.Tag = pending;
        _all.Add(pending);
        _bytes += size;
        return pending;
    }

    /// <summary>Frees all URBs, whatever became of them. After the device was disposed, when none is in flight.</summary>
    internal void DestroyAll()
    {
        foreach (PendingUrb urb in _all)
        {
            device.DestroyUrb(urb.Urb);
            urb.Free();
        }
        _all.Clear();
    }

    PendingUrb? TakeIdle(int sizeClass)
    {
        if (_idle[sizeClass] is not { } urb) return null;
        _idle[sizeClass] = urb.Next;
        urb.Next = null;
        _idleCount--;
        return urb;
    }

    bool DestroyLargestIdle()
    {
        for (int i = _idle.Length - 1; i >= 0; i--)
        {
            if (TakeIdle(i) is not { } urb) continue;
            _all.Remove(urb);
            _bytes -= 1L << (i + SmallestShift);
            device.DestroyUrb(urb.Urb);
            urb.Free();
            return true;
        }
        return false;
    }
}
