using System.Data.Common;
using Farhub.Control.Audit;
using Farhub.Control.Model;
using Farhub.Control.State;
using Farhub.Control.Store;

namespace Farhub.Control.Tests.Store;

/// <summary>What every store does.</summary>
public abstract class StoreTests(StorePlace place) : IDisposable
{
    protected StorePlace Place { get; } = place;

    public void Dispose() => Place.Dispose();

    [Fact]
    public void NewStore_IsEmpty()
    {
        using SqlStore store = Place.Open();
        (HubState state, AuditRecord last) = store.Load();
        Assert.Empty(Samples.Differences(HubState.Empty, state));
        Assert.Equal(AuditRecord.None, last);
        Assert.Empty(store.ReadAudit());
    }

    [Fact]
    public void EveryKind_IsTheSameAfterReopening()
    {
        Assert.All(Kinds.All, k => Assert.True(k.CountIn(Samples.State) > 0, $"There is no sample of {k.Name}."));
        AuditRecord last;
        using (var registry = new Registry(Place.Open(), new FixedTime()))
        {
            registry.Change(Actor.Hub, _ => Samples.State);
            last = registry.LastAudit;
        }
        using SqlStore store = Place.Open();
        (HubState state, AuditRecord found) = store.Load();
        Assert.Empty(Samples.Differences(Samples.State, state));
        Assert.Equal(last, found);
        Assert.Equal(15, found.Sequence);
    }

    [Fact]
    public void ChangedAndRemovedThings_AreTheSameAfterReopening()
    {
        HubState after = Samples.State with
        {
            Users = Samples.State.Users.SetItem("ann", Samples.State.Users["ann"] with { Note = "changed" }),
            Leases = Samples.State.Leases.Clear(),
        };
        using (var registry = new Registry(Place.Open(), new FixedTime()))
        {
            registry.Change(Actor.Hub, _ => Samples.State);
            registry.Change(Actor.Hub, _ => after);
        }
        using SqlStore store = Place.Open();
        Assert.Empty(Samples.Differences(after, store.Load().State));
    }

    [Fact]
    public void Commit_ThatFails_ChangesNothing()
    {
        using SqlStore store = Place.Open();
        using (var registry = new Registry(store, new FixedTime()))
        {
            registry.Change(Actor.Hub, _ => Samples.State);
            AuditRecord again = registry.LastAudit;
            StoreException e = Assert.Throws<StoreException>(() => store.Commit([new ObjectChange(Kinds.Users, "ann", "{}", null)], [again]));
            Assert.StartsWith($"The store {store.Name} could not be written, and nothing was changed: ", e.Message, StringComparison.Ordinal);
            Assert.Empty(Samples.Differences(Samples.State, store.Load().State));
            registry.Note(Actor.Hub, "test", "", "goes on");
        }
    }

    [Fact]
    public void Change_WithoutAudit_IsRefused()
    {
        using SqlStore store = Place.Open();
        Assert.Throws<ArgumentException>(() => store.Commit([new ObjectChange(Kinds.Users, "ann", null, "{}")], []));
        Assert.Empty(Samples.Differences(HubState.Empty, store.Load().State));
    }

    [Fact]
    public void ReadAudit_GivesEveryLineInOrderFromANumberOn()
    {
        using SqlStore store = Place.Open();
        List<AuditRecord> lines = Lines(AuditRecord.None, 1100);
        store.Commit([], lines);
        Assert.Equal(lines, store.ReadAudit());
        Assert.Equal(lines.Skip(600), store.ReadAudit(601));
        Assert.Equal(lines, store.ReadAudit(long.MinValue));
        Assert.Empty(store.ReadAudit(1101));
        Assert.True(AuditChain.Verify(store.ReadAudit(), lines[^1]).IsIntact);
    }

    [Fact]
    public void FindAudit_GivesWhatMatches_FromEitherEnd()
    {
        using SqlStore store = Place.Open();
        AuditRecord last = AuditRecord.None;
        List<AuditRecord> lines = [];
        for (int i = 0; i < 60; i++)
        {
            last = new AuditRecord { Sequence = 0, At = DateTimeOffset.FromUnixTimeMilliseconds(1000 * i), Who = i % 2 == 0 ? "ann" : "bob", Action = i % 3 == 0 ? "share.change" : "login", Object = i % 5 == 0 ? "shares/printer" : "" }.After(last);
            lines.Add(last);
        }
        store.Commit([], lines);
        AuditFilter[] filters =
        [
            new(), new() { Who = "ann" }, new() { Action = "share." }, new() { Object = "shares/" }, new() { WholeObject = "shares/printer" }, new() { WholeObject = "shares/" }, new() { Above = 10, Below = 20 }, new() { Who = "ann", Action = "login", Object = "shares/printer" },
            new() { Since = DateTimeOffset.FromUnixTimeMilliseconds(5000), Until = DateTimeOffset.FromUnixTimeMilliseconds(9000) }, new() { Who = "nobody" }, new() { Action = "%" },
        ];
        foreach (AuditFilter filter in filters)
        {
            List<AuditRecord> matching = [.. lines.Where(filter.Matches)];
            Assert.Equal(matching.Take(7), store.FindAudit(filter, 7, isNewest: false));
            Assert.Equal(Enumerable.Reverse(matching).Take(7), store.FindAudit(filter, 7));
        }
        Assert.Equal(4, store.FindAudit(filters[8], 100).Count);
    }

    [Fact]
    public void ReadAudit_DoesNotKeepCommitsFromHappening()
    {
        using SqlStore store = Place.Open();
        List<AuditRecord> lines = Lines(AuditRecord.None, 700);
        store.Commit([], lines);
        List<AuditRecord> read = [];
        foreach (AuditRecord record in store.ReadAudit())
        {
            read.Add(record);
            if (record.Sequence != 10) continue;
            List<AuditRecord> more = Lines(lines[^1], 5);
            store.Commit([], more);
            lines.AddRange(more);
        }
        Assert.Equal(lines, read);
    }

    [Fact]
    public void AnyText_SurvivesInTheAudit()
    {
        using (var registry = new Registry(Place.Open(), new FixedTime()))
        {
            registry.Note(new Actor("\0é😀\ud800", "\uffff\u0001"), "x\ty", "'; DROP TABLE audit; --", "@who $1 \"\\ \r\n" + new string('ß', 100_000));
        }
        using SqlStore store = Place.Open();
        AuditRecord line = Assert.Single(store.ReadAudit());
        Assert.Equal(("\ufffdé😀\ufffd", "\uffff\u0001", "x\ty", "'; DROP TABLE audit; --"), (line.Who, line.From, line.Action, line.Object));
        Assert.True(AuditChain.Verify([line]).IsIntact);
    }

    [Fact]
    public void ManyThreads_ShareAStore()
    {
        using var registry = new Registry(Place.Open(), new FixedTime());
        Parallel.For(0, 40, i =>
        {
            string name = $"n{i}";
            registry.Change(Actor.Hub, s => s with { Settings = s.Settings.SetItem(name, new Setting { Name = name, Value = name }) });
            Assert.True(registry.ReadAudit().Any());
        });
        Assert.True(AuditChain.Verify(registry.ReadAudit(), registry.LastAudit).IsIntact);
        Assert.Equal(40, registry.LastAudit.Sequence);
    }

    [Fact]
    public void OlderSchema_IsBroughtUpToDate()
    {
        AuditRecord line = Lines(AuditRecord.None, 1)[0];
        using (SqlStore store = Place.Open()) store.Commit([new ObjectChange(Kinds.Users, "ann", null, "{\"name\":\"ann\"}")], [line]);
        Place.Execute("DELETE FROM migrations WHERE version > 1");
        DropTriggers();
        using (SqlStore store = Place.Open())
        {
            (HubState state, AuditRecord last) = store.Load();
            Assert.Equal("ann", Assert.Single(state.Users).Key);
            Assert.Equal(line, last);
        }
        Assert.Equal((long)Place.Known.Count, Place.Execute("SELECT max(version) FROM migrations"));
        Assert.ThrowsAny<DbException>(() => Place.Execute("DELETE FROM audit"));
    }

    [Fact]
    public void Migration_ThatFails_LeavesTheStoreAsItWas()
    {
        using (DbConnection connection = Place.Connect())
        {
            Migrations.Apply(connection, [Place.Known[0]], "test");
            Migration wrong = new(2, "002-wrong", "CREATE TABLE half (x bigint); SELECT * FROM nowhere");
            Assert.ThrowsAny<DbException>(() => Migrations.Apply(connection, [Place.Known[0], wrong], "test"));
            Assert.Equal(1L, Place.Execute("SELECT max(version) FROM migrations"));
        }
        Assert.ThrowsAny<DbException>(() => Place.Execute("SELECT * FROM half"));
        using SqlStore store = Place.Open();
        Assert.Equal((long)Place.Known.Count, Place.Execute("SELECT max(version) FROM migrations"));
    }

    [Fact]
    public void NewerSchema_IsRefused()
    {
        string name;
        using (SqlStore store = Place.Open()) name = store.Name;
        Place.Execute("INSERT INTO migrations (version, name) VALUES (99, '099-later')");
        StoreException e = Assert.Throws<StoreException>(Place.Open);
        Assert.Equal($"The store {name} was written by a newer version of Farhub (schema 99; this version knows up to {Place.Known.Count}). Run that version, or restore a backup made before.", e.Message);
    }

    [Fact]
    public void SecondHub_IsRefusedUntilTheFirstEnds()
    {
        using (SqlStore first = Place.Open())
        {
            StoreException e = Assert.Throws<StoreException>(Place.Open);
            Assert.Contains("is in use by another hub", e.Message, StringComparison.Ordinal);
            first.Commit([], Lines(AuditRecord.None, 1));
        }
        using SqlStore second = Place.Open();
        Assert.Equal(1, second.Load().Last.Sequence);
    }

    [Theory]
    [InlineData("UPDATE audit SET who = 'nobody' WHERE sequence = 1")]
    [InlineData("DELETE FROM audit WHERE sequence = 1")]
    public void LinesOfTheAudit_AreNeverTouchedAgain(string sql)
    {
        using SqlStore store = Place.Open();
        List<AuditRecord> lines = Lines(AuditRecord.None, 2);
        store.Commit([], lines);
        DbException e = Assert.ThrowsAny<DbException>(() => Place.Execute(sql));
        Assert.Contains("a line of the audit is never", e.Message, StringComparison.Ordinal);
        Assert.Equal(lines, store.ReadAudit());
    }

    [Fact]
    public void TamperedLine_IsFound()
    {
        using SqlStore store = Place.Open();
        store.Commit([], Lines(AuditRecord.None, 9));
        DropTriggers();
        Place.Execute("UPDATE audit SET detail = 'as if nothing had been' WHERE sequence = 4");
        Assert.Equal(4, AuditChain.Verify(store.ReadAudit()).FirstBroken);
    }

    [Theory]
    [InlineData("INSERT INTO objects (kind, name, body) VALUES ('gadgets', 'g', '{}')", "holds 'gadgets/g', a kind of thing that this version of Farhub does not know. Run the version that wrote it.")]
    [InlineData("INSERT INTO objects (kind, name, body) VALUES ('users', 'eve', '{')", "holds 'users/eve', which cannot be read: ")]
    [InlineData("INSERT INTO objects (kind, name, body) VALUES ('users', 'eve', 'null')", "holds 'users/eve', which cannot be read: ")]
    [InlineData("INSERT INTO objects (kind, name, body) VALUES ('users', 'eve', '{\"name\":\"eve\",\"role\":[]}')", "holds 'users/eve', which cannot be read: ")]
    [InlineData("INSERT INTO objects (kind, name, body) VALUES ('credentials', 'x', '{\"name\":\"x\",\"state\":{\"counter\":-1}}')", "holds 'credentials/x', which cannot be read: ")]
    [InlineData("INSERT INTO objects (kind, name, body) VALUES ('users', 'eve', '{\"name\":\"adam\"}')", "holds 'users/eve', which says that it is called otherwise.")]
    public void WhatCannotBeRead_IsNamed(string sql, string sentence)
    {
        using SqlStore store = Place.Open();
        Place.Execute(sql);
        StoreException e = Assert.Throws<StoreException>(() => store.Load());
        Assert.Contains($"The store {store.Name} {sentence}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Backup_IsACompleteStore()
    {
        string path = Place.PathOf("backup");
        AuditRecord last;
        using (var registry = new Registry(Place.Open(), new FixedTime()))
        {
            registry.Change(Actor.Hub, _ => Samples.State);
            registry.Backup(path);
            last = registry.LastAudit;
            registry.Note(Actor.Hub, "test", "", "after the backup");
        }
        Assert.Equal([path], Directory.GetFiles(Place.Directory, "backup*"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, StorePlace.ModeOf(path));
        using var backup = new SqliteStore(path);
        (HubState state, AuditRecord found) = backup.Load();
        Assert.Empty(Samples.Differences(Samples.State, state));
        Assert.Equal(last, found);
        Assert.True(AuditChain.Verify(backup.ReadAudit(), last).IsIntact);
        backup.Commit([], Lines(last, 1));
    }

    [Fact]
    public async Task Backup_WhileOthersWrite_IsOfOneMoment()
    {
        using var stop = new CancellationTokenSource();
        using (var registry = new Registry(Place.Open(), new FixedTime()))
        {
            var writing = Task.Run(
                () =>
                {
                    while (!stop.IsCancellationRequested) StoreWriter.WritePair(registry);
                },
                TestContext.Current.CancellationToken);
            for (int i = 0; i < 3; i++)
            {
                long before = registry.LastAudit.Sequence;
                SpinWait.SpinUntil(() => registry.LastAudit.Sequence > before + 4 || writing.IsCompleted);
                string path = Place.PathOf($"backup{i}");
                registry.Backup(path);
                using var backup = new SqliteStore(path);
                StoreWriter.Check(backup, backup.Load().Last.Sequence);
            }
            await stop.CancelAsync();
            await writing;
        }
    }

    [Fact]
    public void Backup_NeverReplacesAFile()
    {
        string path = Place.PathOf("backup");
        File.WriteAllText(path, "mine");
        using SqlStore store = Place.Open();
        StoreException e = Assert.Throws<StoreException>(() => store.Backup(path));
        Assert.Equal($"The file '{path}' exists already; name a new one.", e.Message);
        Assert.Equal("mine", File.ReadAllText(path));
        Assert.StartsWith($"The file '{path}/x' cannot be made: ", Assert.Throws<StoreException>(() => store.Backup($"{path}/x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ClosedStore_SaysSo()
    {
        SqlStore store = Place.Open();
        store.Dispose();
        store.Dispose();
        Assert.Throws<ObjectDisposedException>(() => store.Load());
        Assert.Throws<ObjectDisposedException>(() => store.Commit([], Lines(AuditRecord.None, 1)));
        Assert.Throws<ObjectDisposedException>(() => store.ReadAudit().Any());
    }

    internal static List<AuditRecord> Lines(AuditRecord after, int count)
    {
        List<AuditRecord> lines = [];
        for (int i = 0; i < count; i++)
        {
            AuditRecord line = new() { Sequence = 0, At = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_000 + i), Who = "ann", From = "192.0.2.1", Action = "test", Object = $"tests/{i}", Detail = "{}" };
            lines.Add(line.After(lines.Count > 0 ? lines[^1] : after));
        }
        return lines;
    }

    protected abstract void DropTriggers();
}
