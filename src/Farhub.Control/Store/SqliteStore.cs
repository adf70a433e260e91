using System.Data.Common;
using Farhub.Control.Audit;
using Microsoft.Data.Sqlite;

namespace Farhub.Control.Store;

/// <summary>A store in a file of SQLite's.</summary>
public sealed class SqliteStore : SqlStore
{
    readonly string _path;
    readonly bool _isCopy;
    readonly StoreLock _lock;
    readonly SqliteConnection _writer;

    /// <summary>Opens a file, or makes it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="StoreException">It cannot be opened or is no store, a newer version wrote it, or another hub has it open.</exception>
    public SqliteStore(string path) : this(path, isCopy: false) { }

    /// <param name="path">The file.</param>
    /// <param name="isCopy">True for a copy that nobody else knows of: then nothing is left beside it.</param>
    internal SqliteStore(string path, bool isCopy) : base($"'{path}'")
    {
        _path = Prepare(path);
        _isCopy = isCopy;
        _lock = StoreLock.Take(_path);
        SqliteConnection? writer = null;
        try
        {
            // With the lock held: nothing in this process has the file open, so that to close it drops no lock of SQLite's.
            if (!File.Exists(_path)) PrivateFile.Open(_path, FileMode.CreateNew).Dispose();
            writer = SqliteFile.Open(_path, isReadOnly: false);
            RefuseForeign(writer);
            SqliteFile.Ask(writer, "PRAGMA journal_mode = WAL");
            Migrations.Apply(writer, Migrations.Sqlite, Name);
            _writer = writer;
            writer = null;
        }
        catch (Exception e) when (IsFailure(e) || e is UnauthorizedAccessException)
        {
            throw new StoreException($"The store {Name} cannot be opened: {e.Message}", e);
        }
        finally
        {
            writer?.Dispose();
            if (_writer is null) Release();
        }
    }

    /// <summary>Puts a backup in the place of a store, which stays as it is when anything is wrong with the backup.</summary>
    /// <param name="backup">A file that <see cref="IStore.Backup"/> wrote, of either store.</param>
    /// <param name="path">The store's file; there may be none.</param>
    /// <exception cref="StoreException">The backup is damaged or none, or a hub has the store open.</exception>
    public static void Restore(string backup, string path)
    {
        string store = Prepare(path);
        using var held = StoreLock.Take(store);
        if (PrivateFile.Locate(backup) == store) throw new StoreException($"The file '{backup}' is the store itself; name the backup.");
        string copy = store + ".restore";
        try
        {
            CheckedBackup.Copy(backup, copy);
            RetireJournals(store);
            File.Move(copy, store, overwrite: true);
            // To open it has SQLite make and sync a journal in that directory, and with it the new name.
            using SqliteConnection connection = SqliteFile.Open(store, isReadOnly: false);
            SqliteFile.Ask(connection, "PRAGMA journal_mode = DELETE");
            SqliteFile.Ask(connection, "PRAGMA journal_mode = WAL");
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The backup '{backup}' could not be restored to '{path}': {e.Message}", e);
        }
        finally
        {
            SqliteFile.Remove(copy);
        }
    }

    /// <inheritdoc/>
    public override void Backup(string path) => SqliteFile.WriteNew(path, target =>
    {
        using DbConnection connection = Connect();
        ((SqliteConnection)connection).BackupDatabase(target);
    });

    private protected override DbConnection OpenReader() => SqliteFile.Open(_path, isReadOnly: true);

    // Deferred: it takes no lock, and sees what was there when it first read.
    private protected override DbTransaction BeginSnapshot(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: true);

    private protected override void Write(IReadOnlyList<ObjectChange> changes, IReadOnlyList<AuditRecord> audit)
    {
        try
        {
            using SqliteTransaction transaction = _writer.BeginTransaction();
            StoreRows.Write(transaction, changes, audit);
            transaction.Commit();
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw new StoreException($"The store {Name} could not be written, and nothing was changed: {e.Message}", e);
        }
    }

    private protected override void Close()
    {
        _writer.Dispose();
        Release();
    }

    void Release()
    {
        _lock.Dispose();
        if (_isCopy) File.Delete(StoreLock.PathOf(_path));
    }

    static string Prepare(string path)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new StoreException("A store needs a name: a file such as /var/lib/farhub/farhub.db, or postgres://user@host/database.");
        try
        {
            string located = PrivateFile.Locate(path);
            if (Directory.Exists(located)) throw new StoreException($"The store '{path}' is a directory; name a file in it.");
            PrivateFile.CreateDirectoryOf(located);
            return located;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StoreException($"The store '{path}' cannot be opened: {e.Message}", e);
        }
    }

    /// <summary>A file of another program keeps its shape.</summary>
    void RefuseForeign(SqliteConnection connection)
    {
        object? strange = SqliteFile.Ask(
            connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND NOT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migrations') LIMIT 1");
        if (strange is string table) throw new StoreException($"The file {Name} is no store of Farhub's: it has a table '{table}'.");
    }

    /// <summary>A journal left of the store that goes must neither be lost before it goes nor be taken for one of the store that comes.</summary>
    static void RetireJournals(string store)
    {
        if (File.Exists(store))
        {
            try
            {
                // The last connection that closes writes the journal into the file.
                using SqliteConnection connection = SqliteFile.Open(store, isReadOnly: false);
                SqliteFile.Ask(connection, "PRAGMA journal_mode = DELETE");
            }
            catch (SqliteException)
            {
                // Too broken to be opened, which may be why a backup is restored.
            }
        }
        SqliteFile.RemoveJournals(store);
    }
}
