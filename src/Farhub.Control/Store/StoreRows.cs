using System.Data.Common;
using System.Text.Json;
using Farhub.Control.Audit;
using Farhub.Control.State;

namespace Farhub.Control.Store;

/// <summary>What a store's tables hold, in the SQL that both stores understand.</summary>
static class StoreRows
{
    const string AuditColumns = "sequence, at, who, source, action, object, detail, hash";

    /// <summary>Reads all things.</summary>
    /// <exception cref="StoreException">One cannot be read.</exception>
    internal static HubState ReadState(DbTransaction transaction, string store)
    {
        HubState state = HubState.Empty;
        using DbCommand command = transaction.Command("SELECT kind, name, body FROM objects");
        using DbDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            (string kindName, string name) = (reader.GetString(0), reader.GetString(1));
            Kind kind = Kinds.Find(kindName)
                ?? throw new StoreException($"The store {store} holds '{kindName}/{name}', a kind of thing that this version of Farhub does not know. Run the version that wrote it.");
            state = ReadOne(state, kind, name, reader.GetString(2), store);
        }
        return state;
    }

    /// <summary>Reads the newest line of the audit; null when there is none.</summary>
    internal static AuditRecord? ReadNewest(DbConnection connection, DbTransaction? transaction = null)
    {
        using DbCommand command = connection.Command($"SELECT {AuditColumns} FROM audit ORDER BY sequence DESC LIMIT 1");
        command.Transaction = transaction;
        using DbDataReader reader = command.ExecuteReader();
        return reader.Read() ? ReadRecord(reader) : null;
    }

    /// <summary>Reads so many lines of the audit behind one.</summary>
    internal static List<AuditRecord> ReadAudit(DbConnection connection, long after, int count)
    {
        using DbCommand command = connection.Command($"SELECT {AuditColumns} FROM audit WHERE sequence > @after ORDER BY sequence LIMIT @count", "after", "count");
        command.Set("after", after);
        command.Set("count", count);
        return ReadRecords(command);
    }

    /// <summary>Reads the newest lines of the audit that a filter lets through, newest first, or the oldest, oldest first.</summary>
    internal static List<AuditRecord> FindAudit(DbConnection connection, AuditFilter filter, int count, bool isNewest)
    {
        using DbCommand command = connection.Command(
            $"""
            SELECT {AuditColumns} FROM audit
            WHERE sequence > @above AND sequence < @below AND at >= @since AND at < @until AND (@who = '' OR who = @who) AND (@whole = '' OR object = @whole)
                AND substr(action, 1, length(@action)) = @action AND substr(object, 1, length(@object)) = @object
            ORDER BY sequence {(isNewest ? "DESC" : "ASC")} LIMIT @count
            """,
            "above", "below", "since", "until", "who", "action", "object", "whole", "count");
        command.Set("above", filter.Above);
        command.Set("below", filter.Below);
        command.Set("since", filter.Since.ToUnixTimeMilliseconds());
        command.Set("until", filter.Until.ToUnixTimeMilliseconds());
        command.Set("who", filter.Who);
        command.Set("action", filter.Action);
        command.Set("object", filter.Object);
        command.Set("whole", filter.WholeObject);
        command.Set("count", count);
        return ReadRecords(command);
    }

    /// <summary>Writes changes and their audit.</summary>
    internal static void Write(DbTransaction transaction, IReadOnlyList<ObjectChange> changes, IReadOnlyList<AuditRecord> audit)
    {
        using DbCommand put = Put(transaction);
        using DbCommand remove = transaction.Command("DELETE FROM objects WHERE kind = @kind AND name = @name", "kind", "name");
        foreach (ObjectChange change in changes)
        {
            if (change.After is { } body)
            {
                Put(put, change.Kind.Name, change.Name, body);
            }
            else
            {
                remove.Set("kind", change.Kind.Name);
                remove.Set("name", change.Name);
                remove.ExecuteNonQuery();
            }
        }
        using DbCommand add = Add(transaction);
        foreach (AuditRecord record in audit) Add(add, record);
    }

    /// <summary>Writes all that one store holds into another, which is empty; one row in memory at a time.</summary>
    internal static void Copy(DbTransaction from, DbTransaction to)
    {
        using (DbCommand objects = from.Command("SELECT kind, name, body FROM objects"))
        using (DbDataReader reader = objects.ExecuteReader())
        using (DbCommand put = Put(to))
        {
            while (reader.Read()) Put(put, reader.GetString(0), reader.GetString(1), reader.GetString(2));
        }
        using DbCommand audit = from.Command($"SELECT {AuditColumns} FROM audit ORDER BY sequence");
        using DbDataReader records = audit.ExecuteReader();
        using DbCommand add = Add(to);
        while (records.Read()) Add(add, ReadRecord(records));
    }

    /// <summary>True when there is nothing in a store.</summary>
    internal static bool IsEmpty(DbTransaction transaction)
    {
        using DbCommand command = transaction.Command("SELECT (SELECT count(*) FROM objects) + (SELECT count(*) FROM audit)");
        return Convert.ToInt64(command.ExecuteScalar()) == 0;
    }

    static HubState ReadOne(HubState state, Kind kind, string name, string body, string store)
    {
        try
        {
            HubState next = kind.Load(state, body);
            if (kind.CountIn(next) == kind.CountIn(state) + 1 && kind.Contains(next, name)) return next;
        }
        // What the text of a number or a list cannot be is found by whoever is given it, in one of these ways.
        catch (Exception e) when (e is JsonException or ArgumentException or FormatException or InvalidOperationException)
        {
            throw new StoreException($"The store {store} holds '{kind.Name}/{name}', which cannot be read: {e.Message} Restore a backup.", e);
        }
        throw new StoreException($"The store {store} holds '{kind.Name}/{name}', which says that it is called otherwise. Restore a backup.");
    }

    static List<AuditRecord> ReadRecords(DbCommand command)
    {
        using DbDataReader reader = command.ExecuteReader();
        List<AuditRecord> records = [];
        while (reader.Read()) records.Add(ReadRecord(reader));
        return records;
    }

    static AuditRecord ReadRecord(DbDataReader reader) => new()
    {
        Sequence = reader.GetInt64(0),
        At = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(1)),
        Who = reader.GetString(2),
        From = reader.GetString(3),
        Action = reader.GetString(4),
        Object = reader.GetString(5),
        Detail = reader.GetString(6),
        Hash = reader.GetString(7),
    };

    static DbCommand Put(DbTransaction transaction) => transaction.Command(
        "INSERT INTO objects (kind, name, body) VALUES (@kind, @name, @body) ON CONFLICT (kind, name) DO UPDATE SET body = excluded.body", "kind", "name", "body");

    static void Put(DbCommand put, string kind, string name, string body)
    {
        put.Set("kind", kind);
        put.Set("name", name);
        put.Set("body", body);
        put.ExecuteNonQuery();
    }

    static DbCommand Add(DbTransaction transaction) => transaction.Command(
        $"INSERT INTO audit ({AuditColumns}) VALUES (@sequence, @at, @who, @source, @action, @object, @detail, @hash)",
        "sequence", "at", "who", "source", "action", "object", "detail", "hash");

    static void Add(DbCommand add, AuditRecord record)
    {
        add.Set("sequence", record.Sequence);
        add.Set("at", record.At.ToUnixTimeMilliseconds());
        add.Set("who", record.Who);
        add.Set("source", record.From);
        add.Set("action", record.Action);
        add.Set("object", record.Object);
        add.Set("detail", record.Detail);
        add.Set("hash", record.Hash);
        add.ExecuteNonQuery();
    }
}
