namespace Farhub.Control.Store;

/// <summary>Opens the store that a word on the command line names.</summary>
public static class StoreOpener
{
    /// <summary>Opens a store, or makes it.</summary>
    /// <param name="store">A file, or a database as <see cref="PostgresAddress"/> reads it.</param>
    /// <exception cref="StoreException">It cannot be opened, a newer version wrote it, or another hub has it open.</exception>
    public static IStore Open(string store) => IsPostgres(store) ? new PostgresStore(store) : new SqliteStore(store);

    /// <summary>Puts a backup into a store.</summary>
    /// <param name="backup">A file that <see cref="IStore.Backup"/> wrote, of either kind of store.</param>
    /// <param name="store">A file, which is replaced, or a database, which has to be empty.</param>
    /// <exception cref="StoreException">The backup is damaged or none, the database is not empty, or a hub has the store open.</exception>
    public static void Restore(string backup, string store)
    {
        if (IsPostgres(store)) PostgresStore.Restore(backup, store);
        else SqliteStore.Restore(backup, store);
    }

    static bool IsPostgres(string store)
    {
        if (PostgresAddress.IsAddress(store)) return true;
        int scheme = store.IndexOf("://", StringComparison.Ordinal);
        return scheme < 0 ? false : throw new StoreException($"A store is a file, or a database at postgres://…; '{store[..scheme]}://' is neither.");
    }
}
