using System.Data.Common;
using Farhub.Control.Audit;
using Farhub.Control.State;

namespace Farhub.Control.Store;

/// <summary>A store in a database that speaks SQL. What differs between databases is in those that come of this.</summary>
public abstract class SqlStore : IStore
{
    /// <summary>Lines of the audit read at once: between two pages no snapshot is held, however slow the reader.</summary>
    const int PageSize = 500;

    readonly Lock _writing = new();
    volatile bool _isClosed;

    private protected SqlStore(string name) => Name = name;

    /// <summary>What it is called in messages: a file, or an address without its password.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public (HubState State, AuditRecord Last) Load() => Reading(connection =>
    {
        using DbTransaction snapshot = BeginSnapshot(connection);
        return (StoreRows.ReadState(snapshot, Name), StoreRows.ReadNewest(connection, snapshot) ?? AuditRecord.None);
    });

    /// <inheritdoc/>
    public void Commit(IReadOnlyList<ObjectChange> changes, IReadOnlyList<AuditRecord> audit)
    {
        if (audit.Count == 0)
        {
            // What the audit does not speak of must not happen; and by its lines a store finds out whether a commit did.
            if (changes.Count > 0) throw new ArgumentException("Every change needs a line in the audit.", nameof(audit));
            return;
        }
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            Write(changes, audit);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<AuditRecord> ReadAudit(long from = 1)
    {
        using DbConnection connection = Connect();
        long after = Math.Max(from, 1) - 1;
        while (true)
        {
            List<AuditRecord> page = Guard(() => StoreRows.ReadAudit(connection, after, PageSize));
            foreach (AuditRecord record in page) yield return record;
            if (page.Count < PageSize) yield break;
            after = page[^1].Sequence;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<AuditRecord> FindAudit(AuditFilter filter, int count, bool isNewest = true) => Reading(connection => StoreRows.FindAudit(connection, filter, count, isNewest));

    /// <inheritdoc/>
    public abstract void Backup(string path);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_writing)
        {
            if (_isClosed) return;
            _isClosed = true;
            Close();
        }
    }

    /// <summary>True for what a database throws when it, or the way to it, fails.</summary>
    internal static bool IsFailure(Exception e) =>
        e is DbException or InvalidOperationException or InvalidCastException or IOException or TimeoutException or System.Net.Sockets.SocketException
            or System.Security.Authentication.AuthenticationException;

    /// <summary>A connection that only reads.</summary>
    private protected abstract DbConnection OpenReader();

    /// <summary>A transaction that sees one moment, whatever is written meanwhile.</summary>
    private protected abstract DbTransaction BeginSnapshot(DbConnection connection);

    /// <summary>Writes. Nobody else does at the same time.</summary>
    private protected abstract void Write(IReadOnlyList<ObjectChange> changes, IReadOnlyList<AuditRecord> audit);

    /// <summary>Closes everything. Nobody writes at the same time.</summary>
    private protected abstract void Close();

    /// <summary>Reads on a connection of its own.</summary>
    T Reading<T>(Func<DbConnection, T> read) => Guard(() =>
    {
        using DbConnection connection = OpenReader();
        return read(connection);
    });

    /// <summary>A connection that only reads, for who reads for long.</summary>
    /// <exception cref="StoreException">There is none.</exception>
    private protected DbConnection Connect() => Guard(OpenReader);

    T Guard<T>(Func<T> read)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        try
        {
            return read();
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw new StoreException($"The store {Name} cannot be read: {e.Message}", e);
        }
    }
}
