using Farhub.Control.Audit;
using Farhub.Control.State;
using Farhub.Control.Store;

namespace Farhub.Control.Tests.Fakes;

/// <summary>A store in memory. It keeps text, as a real one does, and outlives the registry that disposes it: what a test opens again has been through a restart.</summary>
sealed class MemoryStore : IStore
{
    readonly Lock _storing = new();
    readonly Dictionary<(string Kind, string Name), string> _bodies = [];
    readonly List<AuditRecord> _audit = [];

    /// <summary>Nothing can be written.</summary>
    public bool IsFull { get; set; }

    /// <summary>How often something was written.</summary>
    public int CommitCount { get; private set; }

    public (HubState State, AuditRecord Last) Load()
    {
        lock (_storing)
        {
            HubState state = _bodies.Aggregate(HubState.Empty, (s, p) => Kinds.Find(p.Key.Kind)!.Load(s, p.Value));
            return (state, _audit.Count == 0 ? AuditRecord.None : _audit[^1]);
        }
    }

    public void Commit(IReadOnlyList<ObjectChange> changes, IReadOnlyList<AuditRecord> audit)
    {
        lock (_storing)
        {
            if (IsFull) throw new StoreException("the disk is full");
            foreach (ObjectChange change in changes)
            {
                if (change.After is null) _bodies.Remove((change.Kind.Name, change.Name));
                else _bodies[(change.Kind.Name, change.Name)] = change.After;
            }
            _audit.AddRange(audit);
            CommitCount++;
        }
    }

    public IEnumerable<AuditRecord> ReadAudit(long from = 1)
    {
        lock (_storing) return [.. _audit.Where(r => r.Sequence >= from)];
    }

    public IReadOnlyList<AuditRecord> FindAudit(AuditFilter filter, int count, bool isNewest = true)
    {
        lock (_storing) return [.. (isNewest ? Enumerable.Reverse(_audit) : _audit).Where(filter.Matches).Take(count)];
    }

    public void Backup(string path) => throw new StoreException("What is in memory cannot be copied into a file.");

    public void Dispose()
    {
        // What is stored stays.
    }
}
