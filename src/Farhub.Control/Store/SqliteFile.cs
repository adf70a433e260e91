using Microsoft.Data.Sqlite;

namespace Farhub.Control.Store;

/// <summary>A file of SQLite's, opened as a store needs it.</summary>
static class SqliteFile
{
    /// <summary>How long a connection waits for another of the same process.</summary>
    const int BusySeconds = 10;

    /// <summary>Opens a file that exists.</summary>
    internal static SqliteConnection Open(string path, bool isReadOnly)
    {
        // Not pooled: a pooled connection keeps the file open after it was closed.
        var text = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = isReadOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = BusySeconds,
        };
        var connection = new SqliteConnection(text.ToString());
        try
        {
            connection.Open();
            Ask(connection, $"PRAGMA busy_timeout = {BusySeconds * 1000}");
            // Each commit waits until the disk has it.
            if (!isReadOnly) Ask(connection, "PRAGMA synchronous = FULL");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Says one thing to SQLite and returns the first thing it says.</summary>
    internal static object? Ask(SqliteConnection connection, string sql)
    {
        using System.Data.Common.DbCommand command = connection.Command(sql);
        return command.ExecuteScalar();
    }

    /// <summary>Makes a new file, complete in itself when this returns; nothing stays of one that failed.</summary>
    /// <exception cref="StoreException">It exists or cannot be written.</exception>
    internal static void WriteNew(string path, Action<SqliteConnection> fill)
    {
        try
        {
            PrivateFile.Open(path, FileMode.CreateNew).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(File.Exists(path) ? $"The file '{path}' exists already; name a new one." : $"The file '{path}' cannot be made: {e.Message}", e);
        }
        bool isDone = false;
        try
        {
            using SqliteConnection connection = Open(path, isReadOnly: false);
            fill(connection);
            // Out of the journal beside it into the file, so that the file alone is all.
            Ask(connection, "PRAGMA journal_mode = DELETE");
            isDone = true;
        }
        catch (Exception e) when (SqlStore.IsFailure(e))
        {
            throw new StoreException($"The file '{path}' could not be written: {e.Message}", e);
        }
        finally
        {
            if (!isDone) Remove(path);
        }
    }

    /// <summary>Removes a file and what SQLite keeps beside it.</summary>
    internal static void Remove(string path)
    {
        RemoveJournals(path);
        File.Delete(path);
    }

    /// <summary>Removes what SQLite keeps beside a file.</summary>
    internal static void RemoveJournals(string path)
    {
        foreach (string suffix in (ReadOnlySpan<string>)["-wal", "-shm", "-journal"]) File.Delete(path + suffix);
    }
}
