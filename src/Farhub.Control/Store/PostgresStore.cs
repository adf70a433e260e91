using System.Data;
using System.Data.Common;
using System.Diagnostics;
using Farhub.Control.Audit;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Farhub.Control.Store;

/// <summary>A store in a PostgreSQL database.</summary>
/// <remarks>Between hub and server there may be no pooler that gives one transaction this and the next that connection: the lock that keeps a second hub
/// away is a connection's.</remarks>
public sealed class PostgresStore : SqlStore
{
    /// <summary>How long a hub that starts waits for the connection of one that has just ended.</summary>
    static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(2);

    /// <summary>How long a write waits for a server that restarts.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    readonly NpgsqlDataSource _source;
    NpgsqlConnection? _writer;
    AuditRecord _newest = AuditRecord.None;
    AuditRecord? _inDoubt;
    string? _refusal;
    bool _isAway;

    /// <summary>Opens a database.</summary>
    /// <param name="address">As <see cref="PostgresAddress"/> reads it.</param>
    /// <exception cref="StoreException">It cannot be opened, a newer version wrote it, or another hub has it open.</exception>
    public PostgresStore(string address) : this(Read(address)) { }

    /// <summary>Opens a database.</summary>
    /// <exception cref="StoreException">It cannot be opened, a newer version wrote it, or another hub has it open.</exception>
    public PostgresStore(PostgresAddress address) : base(address.ToString())
    {
        var source = new NpgsqlSlimDataSourceBuilder(address.ConnectionString);
        source.EnableTransportSecurity();
        // Plain texts and numbers only: nobody needs to ask the server for its types.
        source.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        _source = source.Build();
        bool isDone = false;
        try
        {
            _writer = PostgresWriter.Open(_source, StartPatience, Name);
            Migrations.Apply(_writer, Migrations.Postgres, Name);
            _newest = StoreRows.ReadNewest(_writer) ?? AuditRecord.None;
            isDone = true;
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw new StoreException($"The store {Name} cannot be opened: {e.Message}", e);
        }
        finally
        {
            if (!isDone) Close();
        }
    }

    /// <summary>Fills an empty database from a backup.</summary>
    /// <param name="backup">A file that <see cref="IStore.Backup"/> wrote, of either store.</param>
    /// <param name="address">The database.</param>
    /// <exception cref="StoreException">The backup is damaged or none, the database is not empty, or a hub has it open.</exception>
    public static void Restore(string backup, string address)
    {
        PostgresAddress to = Read(address);
        string room = Directory.CreateTempSubdirectory("farhub-restore-").FullName;
        try
        {
            string copy = Path.Combine(room, "copy");
            CheckedBackup.Copy(backup, copy);
            using var store = new PostgresStore(to);
            using SqliteConnection from = SqliteFile.Open(copy, isReadOnly: false);
            store.Fill(from, backup);
        }
        finally
        {
            Directory.Delete(room, recursive: true);
        }
    }

    /// <inheritdoc/>
    public override void Backup(string path) => SqliteFile.WriteNew(path, target =>
    {
        Migrations.Apply(target, Migrations.Sqlite, $"'{path}'");
        using DbConnection connection = Connect();
        using DbTransaction from = BeginSnapshot(connection);
        using DbTransaction to = target.BeginTransaction();
        StoreRows.Copy(from, to);
        to.Commit();
    });

    private protected override DbConnection OpenReader() => _source.OpenConnection();

    private protected override DbTransaction BeginSnapshot(DbConnection connection) => connection.BeginTransaction(IsolationLevel.RepeatableRead);

    private protected override void Write(IReadOnlyList<ObjectChange> changes, IReadOnlyList<AuditRecord> audit)
    {
        for (bool isSecond = false; ; isSecond = true)
        {
            NpgsqlConnection writer = Writer();
            NpgsqlTransaction? transaction = null;
            try
            {
                transaction = writer.BeginTransaction();
                StoreRows.Write(transaction, changes, audit);
            }
            catch (Exception e) when (IsFailure(e))
            {
                // Without a COMMIT nothing of it can be in the database: it may be tried again, where the server had only closed an idle connection.
                if (!Abandon(transaction) || isSecond) throw Failed(e);
                continue;
            }
            try
            {
                transaction.Commit();
            }
            catch (Exception e) when (IsFailure(e))
            {
                if (!Abandon(transaction)) throw Failed(e);
                _inDoubt = audit[^1];
                if (IsThere(e)) return;
                if (isSecond) throw Failed(e);
                continue;
            }
            transaction.Dispose();
            _newest = audit[^1];
            return;
        }
    }

    private protected override void Close()
    {
        Drop();
        _source.Dispose();
    }

    static PostgresAddress Read(string address) => PostgresAddress.TryParse(address, out PostgresAddress? read, out string? error) ? read : throw new StoreException(error);

    static bool IsLost(NpgsqlConnection connection) => connection.State != ConnectionState.Open;

    /// <summary>Undoes what has begun. True when the connection is lost.</summary>
    bool Abandon(NpgsqlTransaction? transaction)
    {
        bool isLost = IsLost(_writer!);
        try
        {
            transaction?.Dispose();
        }
        catch (Exception e) when (IsFailure(e))
        {
            isLost = true;
        }
        if (isLost) Drop();
        return isLost;
    }

    StoreException Failed(Exception e) => new($"The store {Name} could not be written, and nothing was changed: {e.Message}", e);

    /// <summary>After a COMMIT without an answer: whether it happened.</summary>
    bool IsThere(Exception why)
    {
        AuditRecord doubtful = _inDoubt!;
        AuditRecord found;
        try
        {
            Reopen(isToWait: true);
            found = ReadNewest();
        }
        catch (Exception e) when (e is StoreException || IsFailure(e))
        {
            throw new StoreException(
                $"The connection to the store {Name} was lost while a change was written, and whether it was is not known until the database answers again: {why.Message}", e);
        }
        _inDoubt = null;
        if (IsSame(found, doubtful)) _newest = found;
        else if (!IsSame(found, _newest)) throw Refuse(Foreign);
        return IsSame(found, doubtful);
    }

    /// <summary>The connection that writes, opened anew when it was lost. Then nobody else may have written meanwhile.</summary>
    NpgsqlConnection Writer()
    {
        if (_refusal is not null) throw new StoreException(_refusal);
        if (_writer is not null && _inDoubt is null && !IsLost(_writer)) return _writer;
        AuditRecord found;
        try
        {
            Reopen(isToWait: !_isAway);
            found = ReadNewest();
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw Failed(e);
        }
        if (_inDoubt is { } doubtful && IsSame(found, doubtful)) throw Refuse($"The store {Name} has a change of which this hub had to say that it failed, its connection being lost. Restart the hub.");
        if (!IsSame(found, _newest)) throw Refuse(Foreign);
        _inDoubt = null;
        return _writer!;
    }

    string Foreign => $"Another hub has written to the store {Name} while this one had lost its connection. Stop one of them, and restart the other.";

    StoreException Refuse(string sentence)
    {
        // The lock goes with it: the hub that is to take over must not wait for this one.
        Drop();
        _refusal = sentence;
        return new StoreException(sentence);
    }

    AuditRecord ReadNewest() => StoreRows.ReadNewest(_writer!) ?? AuditRecord.None;

    static bool IsSame(AuditRecord one, AuditRecord other) => one.Sequence == other.Sequence && one.Hash == other.Hash;

    /// <summary>Opens the connection that writes, waiting for a server that restarts. Once waited for in vain it is not waited for again: each write that
    /// comes would keep the hub for so long.</summary>
    void Reopen(bool isToWait)
    {
        Drop();
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            TimeSpan left = isToWait ? Patience - Stopwatch.GetElapsedTime(start) : TimeSpan.Zero;
            try
            {
                _writer = PostgresWriter.Open(_source, left > StartPatience ? left : StartPatience, Name);
                _isAway = false;
                return;
            }
            catch (Exception e) when (IsFailure(e) && PostgresWriter.IsPassing(e) && left > BetweenTries)
            {
                Thread.Sleep(BetweenTries);
            }
            catch (Exception e) when (IsFailure(e))
            {
                _isAway = true;
                throw;
            }
        }
    }

    void Drop()
    {
        NpgsqlConnection? writer = _writer;
        _writer = null;
        try
        {
            writer?.Dispose();
        }
        catch (Exception e) when (IsFailure(e))
        {
            // It was broken already.
        }
    }

    void Fill(SqliteConnection source, string backup)
    {
        try
        {
            using DbTransaction from = source.BeginTransaction(deferred: true);
            using DbTransaction to = _writer!.BeginTransaction();
            if (!StoreRows.IsEmpty(to)) throw new StoreException($"The database {Name} is not empty; restore '{backup}' into an empty one.");
            StoreRows.Copy(from, to);
            to.Commit();
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw new StoreException($"The backup '{backup}' could not be restored to {Name}: {e.Message}", e);
        }
    }
}
