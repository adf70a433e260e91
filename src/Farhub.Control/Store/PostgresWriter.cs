using System.Data.Common;
using Npgsql;

namespace Farhub.Control.Store;

/// <summary>The one connection of a hub that writes, and that holds the lock which keeps other hubs away. They are the same on purpose: while a commit's
/// connection might still be at work in the server, nobody gets the lock; who gets it knows that what the commit left is final.</summary>
static class PostgresWriter
{
    /// <summary>"Farhub" in ASCII. PostgreSQL keeps the locks of each database apart.</summary>
    internal const long LockKey = 0x4661_7268_7562;

    const string LockNotAvailable = "55P03";

    // A dead network path is noticed within half a minute on the server's side too, or the lock would stay with a hub that is gone for hours. Who asked the
    // server not to wait for the disk did not mean this.
    const string Settings =
        "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; "
        + "SELECT CASE current_setting('synchronous_commit') WHEN 'off' THEN set_config('synchronous_commit', 'on', false) END";

    /// <summary>Opens it.</summary>
    /// <param name="source">Where to.</param>
    /// <param name="patience">How long to wait for a hub that is just going.</param>
    /// <param name="store">What the store is called.</param>
    /// <exception cref="StoreException">Another hub has the lock, or the database is not fit for a store.</exception>
    internal static NpgsqlConnection Open(NpgsqlDataSource source, TimeSpan patience, string store)
    {
        NpgsqlConnection connection = source.OpenConnection();
        try
        {
            Execute(connection, Settings);
            using (DbCommand encoding = connection.Command("SELECT current_setting('server_encoding')"))
            {
                if (encoding.ExecuteScalar() is not "UTF8") throw new StoreException($"The database {store} does not keep its texts as UTF-8. Make one that does: createdb --encoding=UTF8 --template=template0.");
            }
            TakeLock(connection, patience, store);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>True when to try again may help: the server is away or just coming back.</summary>
    internal static bool IsPassing(Exception e) =>
        e is not PostgresException refused || refused.IsTransient || refused.SqlState.StartsWith("57P", StringComparison.Ordinal) || refused.SqlState.StartsWith("08", StringComparison.Ordinal);

    static void TakeLock(NpgsqlConnection connection, TimeSpan patience, string store)
    {
        Execute(connection, $"SET lock_timeout = {Math.Max(1, (long)patience.TotalMilliseconds)}");
        try
        {
            using DbCommand command = connection.Command("SELECT pg_advisory_lock(@key)", "key");
            command.Set("key", LockKey);
            // More than the server waits: it is the server that says no.
            command.CommandTimeout = (int)patience.TotalSeconds + 30;
            command.ExecuteNonQuery();
        }
        catch (PostgresException e) when (e.SqlState == LockNotAvailable)
        {
            throw new StoreException($"The store {store} is in use by another hub. Stop that hub, or give this one a store of its own.", e);
        }
        Execute(connection, "RESET lock_timeout");
    }

    static void Execute(NpgsqlConnection connection, string sql)
    {
        using DbCommand command = connection.Command(sql);
        command.ExecuteNonQuery();
    }
}
