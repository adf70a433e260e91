using Farhub.Control.Audit;
using Farhub.Control.State;

namespace Farhub.Control.Store;

/// <summary>Where a managed hub keeps what it must not forget. Thread-safe. One hub at a time: a second one that opens the same store is refused.</summary>
public interface IStore : IDisposable
{
    /// <summary>Reads everything.</summary>
    /// <returns>The state, and the newest record of the audit (<see cref="AuditRecord.None"/> when there is none).</returns>
    /// <exception cref="StoreException">It cannot be read, or was written by a newer version.</exception>
    (HubState State, AuditRecord Last) Load();

    /// <summary>Writes changes and what the audit says of them, all or nothing. When this returns they survive the loss of power.</summary>
    /// <exception cref="StoreException">They could not be written; nothing was.</exception>
    void Commit(IReadOnlyList<ObjectChange> changes, IReadOnlyList<AuditRecord> audit);

    /// <summary>Reads the audit, oldest first, from a sequence number on. Sees what is committed while it reads, or not.</summary>
    /// <exception cref="StoreException">It cannot be read.</exception>
    IEnumerable<AuditRecord> ReadAudit(long from = 1);

    /// <summary>Reads some lines of the audit without reading all of it.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="isNewest">True for the newest of them, newest first; false for the oldest, oldest first.</param>
    /// <exception cref="StoreException">It cannot be read.</exception>
    IReadOnlyList<AuditRecord> FindAudit(AuditFilter filter, int count, bool isNewest = true);

    /// <summary>Copies everything into a file while the hub goes on.</summary>
    /// <param name="path">A file that does not exist.</param>
    /// <exception cref="StoreException">It cannot be written, or exists.</exception>
    void Backup(string path);
}
