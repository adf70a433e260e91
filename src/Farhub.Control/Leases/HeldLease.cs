using Farhub.Control.Access;
using Farhub.Control.Model;
using Farhub.Hub;
using Farhub.Hub.Admission;

namespace Farhub.Control.Leases;

/// <summary>A lease with the session that uses it.</summary>
sealed class HeldLease(Lease lease, LeaseBook book, DateTimeOffset now) : ILease
{
    volatile IAttachedSession? _session;
    (SessionEnd End, string Reason)? _early;
    readonly object _starting = new();
    long _urbsSeen;

    /// <summary>As stored; swapped when its end changes.</summary>
    internal Lease Lease { get; set; } = lease;

    /// <summary>The session; null until the device is attached.</summary>
    internal IAttachedSession? Session => _session;

    /// <summary>When its last transfer was seen.</summary>
    internal DateTimeOffset ActiveAt { get; private set; } = now;

    /// <summary>The configuration by which it was last found allowed.</summary>
    internal AccessIndex? JudgedBy { get; set; }

    /// <summary>True once its holder was told that it ends soon.</summary>
    internal bool IsWarned { get; set; }

    /// <summary>Looks whether transfers were made since the last look.</summary>
    internal void Look(DateTimeOffset at)
    {
        long urbs = _session?.UrbCount ?? 0;
        if (urbs != _urbsSeen) (_urbsSeen, ActiveAt) = (urbs, at);
    }

    /// <summary>Ends it, now or as soon as its session begins.</summary>
    internal void Abort(SessionEnd end, string reason)
    {
        IAttachedSession? session;
        lock (_starting)
        {
            session = _session;
            if (session is null) _early ??= (end, reason);
        }
        session?.Abort(end, reason);
    }

    public void Begin(IAttachedSession session)
    {
        (SessionEnd End, string Reason)? early;
        lock (_starting)
        {
            _session = session;
            early = _early;
        }
        if (early is { } ended) session.Abort(ended.End, ended.Reason);
        else book.OnAttached(this);
    }

    public void End(SessionEnd end, string reason) => book.OnEnded(this, end, reason);
}
