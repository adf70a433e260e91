using Farhub.Hub;
using Farhub.Hub.Admission;

namespace Farhub.Control.Tests.Leases;

/// <summary>A session that ends when the test says so.</summary>
sealed class HeldSession(ILease lease) : IAttachedSession
{
    public long UrbCount { get; internal set; }

    public long BytesIn => 0;

    public long BytesOut => 0;

    /// <summary>Why it was first told to end.</summary>
    internal SessionEnd Aborted { get; private set; }

    internal string? Reason { get; private set; }

    public void Abort(SessionEnd reason, string? detail = null)
    {
        if (Aborted == SessionEnd.None) (Aborted, Reason) = (reason, detail);
    }

    internal void End(SessionEnd end = SessionEnd.ClientClosed, string reason = "bye") => lease.End(end, reason);
}
