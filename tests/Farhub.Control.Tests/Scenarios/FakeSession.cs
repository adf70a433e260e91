using Farhub.Hub;
using Farhub.Hub.Admission;

namespace Farhub.Control.Tests.Scenarios;

/// <summary>A session that does nothing, and ends when it is told to, on a thread of its own as real ones do.</summary>
sealed class FakeSession(ILease lease) : IAttachedSession
{
    long _urbs;

    public long UrbCount => Interlocked.Read(ref _urbs);

    public long BytesIn => 0;

    public long BytesOut => 0;

    /// <summary>It hangs: told to end, it does not.</summary>
    internal bool IsStuck { get; init; }

    /// <summary>Why it was told to end.</summary>
    internal (SessionEnd End, string? Reason)? Aborted { get; private set; }

    internal void Transfer() => Interlocked.Increment(ref _urbs);

    internal void End(SessionEnd end, string reason) => lease.End(end, reason);

    public void Abort(SessionEnd reason, string? detail = null)
    {
        Aborted = (reason, detail);
        if (!IsStuck) ThreadPool.QueueUserWorkItem(_ => lease.End(reason, detail ?? ""));
    }
}
