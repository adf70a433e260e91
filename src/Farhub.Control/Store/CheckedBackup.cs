using Farhub.Control.Audit;
using Farhub.Control.State;
using Microsoft.Data.Sqlite;

namespace Farhub.Control.Store;

/// <summary>Looks at a backup before it takes a store's place.</summary>
static class CheckedBackup
{
    /// <summary>Copies a backup, and brings the copy up to date.</summary>
    /// <param name="backup">The backup, which is only read.</param>
    /// <param name="copy">Where the copy goes; what is there is of an earlier try, and goes. When this throws there is none.</param>
    /// <exception cref="StoreException">It is damaged, or no backup.</exception>
    internal static void Copy(string backup, string copy)
    {
        if (!File.Exists(backup)) throw new StoreException($"There is no backup '{backup}'.");
        SqliteFile.Remove(copy);
        bool isDone = false;
        try
        {
            SqliteFile.WriteNew(copy, target =>
            {
                using SqliteConnection source = SqliteFile.Open(backup, isReadOnly: true);
                source.BackupDatabase(target);
                CheckFile(target, backup);
            });
            using var store = new SqliteStore(copy, isCopy: true);
            (HubState state, AuditRecord last) = store.Load();
            StateRules.Check(HubState.Empty, state);
            AuditVerdict verdict = AuditChain.Verify(store.ReadAudit(), last);
            if (!verdict.IsIntact) throw new StoreException($"The backup '{backup}' is damaged or was changed, and was not restored. {verdict.Sentence}");
            isDone = true;
        }
        catch (ControlException e)
        {
            throw new StoreException($"The backup '{backup}' holds what a hub does not take, and was not restored: {e.Message}", e);
        }
        catch (StoreException e) when (e.InnerException is SqliteException inner)
        {
            throw new StoreException($"The backup '{backup}' is damaged or none, and was not restored: {inner.Message}", e);
        }
        finally
        {
            if (!isDone) SqliteFile.Remove(copy);
        }
    }

    static void CheckFile(SqliteConnection connection, string backup)
    {
        if (SqliteFile.Ask(connection, "PRAGMA integrity_check") is not "ok") throw new StoreException($"The backup '{backup}' is damaged, and was not restored.");
        object? tables = SqliteFile.Ask(connection, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('migrations', 'objects', 'audit')");
        if (tables is not 3L) throw new StoreException($"The file '{backup}' is no backup of a Farhub store, and was not restored.");
    }
}
