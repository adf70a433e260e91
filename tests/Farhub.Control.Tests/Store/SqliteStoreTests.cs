using Farhub.Control.Store;

namespace Farhub.Control.Tests.Store;

public sealed class SqliteStoreTests() : StoreTests(new SqlitePlace())
{
    const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    protected override void DropTriggers() => Place.Execute("DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete");

    [Fact]
    public void NewFileAndItsDirectories_AreForTheHubsUserOnly()
    {
        string path = Place.PathOf("new/deep/hub.db");
        using var store = new SqliteStore(path);
        store.Commit([], Lines(Farhub.Control.Audit.AuditRecord.None, 1));
        Assert.All(Directory.GetFiles(Path.GetDirectoryName(path)!), f => Assert.Equal(OwnFile, StorePlace.ModeOf(f)));
        Assert.Equal(OwnFile | UnixFileMode.UserExecute, StorePlace.ModeOf(Place.PathOf("new")));
        Assert.Equal(OwnFile | UnixFileMode.UserExecute, StorePlace.ModeOf(Place.PathOf("new/deep")));
    }

    [Fact]
    public void Writer_WaitsForTheDisk()
    {
        string path = Place.PathOf("own.db");
        using (new SqliteStore(path))
        {
            using Microsoft.Data.Sqlite.SqliteConnection connection = SqliteFile.Open(path, isReadOnly: false);
            Assert.Equal("wal", SqliteFile.Ask(connection, "PRAGMA journal_mode"));
            Assert.Equal(2L, SqliteFile.Ask(connection, "PRAGMA synchronous"));
            Assert.Equal(10_000L, SqliteFile.Ask(connection, "PRAGMA busy_timeout"));
        }
    }

    [Fact]
    public void SecondHub_IsToldWhichFile_AlsoByAnotherName()
    {
        using SqlStore first = Place.Open();
        string link = Place.PathOf("link.db");
        File.CreateSymbolicLink(link, Place.Argument);
        foreach (string name in (string[])[Place.Argument, link])
        {
            StoreException e = Assert.Throws<StoreException>(() => StoreOpener.Open(name));
            Assert.Equal($"The store '{Place.Argument}' is in use by another hub (it holds '{Place.Argument}.lock'). Stop that hub, or give this one a store of its own.", e.Message);
        }
    }

    [Fact]
    public void FilesOfOthers_AreNotTouched()
    {
        File.WriteAllText(Place.Argument, new string('x', 5000));
        Assert.Equal($"The store '{Place.Argument}' cannot be opened: SQLite Error 26: 'file is not a database'.", Assert.Throws<StoreException>(Place.Open).Message);
        File.Delete(Place.Argument);
        Place.Execute("CREATE TABLE recipes (name text)");
        byte[] before = File.ReadAllBytes(Place.Argument);
        Assert.Equal($"The file '{Place.Argument}' is no store of Farhub's: it has a table 'recipes'.", Assert.Throws<StoreException>(Place.Open).Message);
        Assert.Equal(before, File.ReadAllBytes(Place.Argument));
    }

    [Fact]
    public void WhatIsNoStore_IsRefused()
    {
        Assert.Equal($"The store '{Place.Directory}' is a directory; name a file in it.", Assert.Throws<StoreException>(() => StoreOpener.Open(Place.Directory)).Message);
        Assert.StartsWith("A store needs a name: ", Assert.Throws<StoreException>(() => StoreOpener.Open(" ")).Message, StringComparison.Ordinal);
        Assert.Equal("A store is a file, or a database at postgres://…; 'mysql://' is neither.", Assert.Throws<StoreException>(() => StoreOpener.Open("mysql://u:secret@h/d")).Message);
        File.WriteAllText(Place.PathOf("file"), "");
        Assert.StartsWith($"The store '{Place.PathOf("file/hub.db")}' cannot be ", Assert.Throws<StoreException>(() => StoreOpener.Open(Place.PathOf("file/hub.db"))).Message, StringComparison.Ordinal);
    }
}
