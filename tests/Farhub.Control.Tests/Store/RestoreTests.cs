using Farhub.Control.Audit;
using Farhub.Control.State;
using Farhub.Control.Store;

namespace Farhub.Control.Tests.Store;

public sealed class RestoreTests(PostgresServer server) : IDisposable
{
    readonly SqlitePlace _file = new();
    readonly List<StorePlace> _places = [];

    public void Dispose()
    {
        _file.Dispose();
        _places.ForEach(p => p.Dispose());
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void BackupOfEither_IsRestoredIntoEither(bool isFromPostgres, bool isToPostgres)
    {
        StorePlace from = NewPlace(isFromPostgres), to = NewPlace(isToPostgres);
        AuditRecord last = Fill(from, "backup");
        StoreOpener.Restore(from.PathOf("backup"), to.Argument);
        using SqlStore store = to.Open();
        (HubState state, AuditRecord found) = store.Load();
        Assert.Empty(Samples.Differences(Samples.State, state));
        Assert.Equal(last, found);
        Assert.True(AuditChain.Verify(store.ReadAudit(), last).IsIntact);
        Assert.Empty(Directory.GetFiles(to.Directory, "*.restore*"));
        store.Commit([], StoreTests.Lines(found, 1));
    }

    [Fact]
    public void Restore_ReplacesWhatIsInTheFile_AndItsJournals()
    {
        Fill(_file, "backup");
        using (var registry = new Registry(_file.Open(), new FixedTime())) registry.Note(Actor.Hub, "test", "", "after the backup");
        // A hub that was killed leaves its journal.
        foreach (string suffix in (string[])["-wal", "-shm"]) File.WriteAllText(_file.Argument + suffix, "left over");
        SqliteStore.Restore(_file.PathOf("backup"), _file.Argument);
        using SqlStore store = _file.Open();
        Assert.Equal(15, store.Load().Last.Sequence);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, StorePlace.ModeOf(_file.Argument));
    }

    [Fact]
    public void Restore_HealsAStoreThatCannotBeOpened()
    {
        Fill(_file, "backup");
        File.WriteAllText(_file.Argument, new string('x', 10_000));
        SqliteStore.Restore(_file.PathOf("backup"), _file.Argument);
        using SqlStore store = _file.Open();
        Assert.Equal(15, store.Load().Last.Sequence);
    }

    [Fact]
    public void Restore_IsRefusedWhileAHubHasTheStoreOpen()
    {
        Fill(_file, "backup");
        using SqlStore store = _file.Open();
        StoreException e = Assert.Throws<StoreException>(() => SqliteStore.Restore(_file.PathOf("backup"), _file.Argument));
        Assert.Contains("is in use by another hub", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PostgresRestore_IsRefusedWhileAHubHasTheStoreOpen_OrWhenItIsNotEmpty()
    {
        StorePlace to = NewPlace(isPostgres: true);
        Fill(to, "backup");
        string backup = to.PathOf("backup");
        Assert.Contains("is not empty; restore", Assert.Throws<StoreException>(() => PostgresStore.Restore(backup, to.Argument)).Message, StringComparison.Ordinal);
        using SqlStore store = to.Open();
        Assert.Contains("is in use by another hub", Assert.Throws<StoreException>(() => PostgresStore.Restore(backup, to.Argument)).Message, StringComparison.Ordinal);
        Assert.Equal(15, store.Load().Last.Sequence);
    }

    [Fact]
    public void Restore_OfTheStoreItself_IsRefused()
    {
        Fill(_file, "backup");
        Assert.Equal($"The file '{_file.Argument}' is the store itself; name the backup.", Assert.Throws<StoreException>(() => SqliteStore.Restore(_file.Argument, _file.Argument)).Message);
    }

    [Theory]
    [InlineData("missing", "There is no backup")]
    [InlineData("empty", "is no backup of a Farhub store, and was not restored.")]
    [InlineData("text", "is damaged or none, and was not restored: SQLite Error 26")]
    [InlineData("torn", "is damaged")]
    [InlineData("audit", "is damaged or was changed, and was not restored. Line 3 of the audit is not as it was written")]
    [InlineData("tail", "is damaged")]
    [InlineData("thing", "which cannot be read")]
    [InlineData("rules", "holds what a hub does not take, and was not restored: shares/printer.schedule: names no schedule: 'office'.")]
    [InlineData("newer", "was written by a newer version of Farhub (schema 99;")]
    public void DamagedBackup_LeavesTheStoreAsItIs(string damage, string sentence)
    {
        Fill(_file, "backup");
        string backup = _file.PathOf("backup");
        Damage(backup, damage);
        StoreException e = Assert.Throws<StoreException>(() => SqliteStore.Restore(backup, _file.Argument));
        Assert.Contains(sentence, e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_file.Directory, "*.restore*"));
        using SqlStore store = _file.Open();
        Assert.Empty(Samples.Differences(Samples.State, store.Load().State));
    }

    static void Damage(string backup, string damage)
    {
        switch (damage)
        {
            case "missing": File.Delete(backup); break;
            case "empty": File.WriteAllText(backup, ""); break;
            case "text": File.WriteAllText(backup, new string('x', 9999)); break;
            case "torn":
                using (FileStream file = File.OpenWrite(backup)) file.SetLength(file.Length / 2 / 4096 * 4096);
                break;
            case "audit": Sql(backup, "DROP TRIGGER audit_no_update; UPDATE audit SET who = 'eve' WHERE sequence = 3"); break;
            case "tail": Sql(backup, "DROP TRIGGER audit_no_delete; DELETE FROM audit WHERE sequence = 7"); break;
            case "thing": Sql(backup, "UPDATE objects SET body = 'x' WHERE kind = 'leases'"); break;
            case "rules": Sql(backup, "DELETE FROM objects WHERE kind = 'schedules'; DELETE FROM objects WHERE kind = 'grants'"); break;
            case "newer": Sql(backup, "INSERT INTO migrations (version, name) VALUES (99, '099-later')"); break;
            default: throw new ArgumentException(damage);
        }
    }

    static void Sql(string path, string sql)
    {
        using Microsoft.Data.Sqlite.SqliteConnection connection = SqliteFile.Open(path, isReadOnly: false);
        SqliteFile.Ask(connection, sql);
    }

    static AuditRecord Fill(StorePlace place, string backup)
    {
        using var registry = new Registry(place.Open(), new FixedTime());
        registry.Change(Actor.Hub, _ => Samples.State);
        registry.Backup(place.PathOf(backup));
        return registry.LastAudit;
    }

    StorePlace NewPlace(bool isPostgres)
    {
        StorePlace place = isPostgres ? PostgresPlace.On(server) : new SqlitePlace();
        _places.Add(place);
        return place;
    }
}
