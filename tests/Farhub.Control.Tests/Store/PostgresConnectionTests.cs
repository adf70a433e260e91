using Farhub.Control.Audit;
using Farhub.Control.State;
using Farhub.Control.Store;

namespace Farhub.Control.Tests.Store;

/// <summary>What becomes of a commit when the connection is lost before, in, or after it.</summary>
public sealed class PostgresConnectionTests : IDisposable
{
    readonly PostgresPlace _place;
    readonly CuttingRelay _relay;
    readonly PostgresStore _store;

    public PostgresConnectionTests(PostgresServer server)
    {
        _place = PostgresPlace.On(server);
        _relay = new CuttingRelay(_place.SocketDirectory, _place.Directory);
        _store = new PostgresStore(_place.ArgumentAt(_place.Directory)) { Patience = TimeSpan.FromSeconds(1) };
    }

    public void Dispose()
    {
        _store.Dispose();
        _relay.Dispose();
        _place.Dispose();
    }

    [Fact]
    public void IdleConnectionThatTheServerClosed_IsOpenedAnew()
    {
        using var registry = new Registry(_store, new FixedTime());
        StoreWriter.WritePair(registry);
        _place.EndConnectionOfHub();
        StoreWriter.WritePair(registry);
        StoreWriter.Check(_store, 4);
    }

    [Fact]
    public void HubThatLostItsPlaceToAnother_SaysSo()
    {
        using var registry = new Registry(_store, new FixedTime());
        StoreWriter.WritePair(registry);
        _relay.IsDown = true;
        _place.EndConnectionOfHub();
        using (var other = new Registry(_place.Open(), new FixedTime()))
        {
            _relay.IsDown = false;
            Assert.Contains("is in use by another hub", Throws(registry), StringComparison.Ordinal);
            StoreWriter.WritePair(other);
        }
        string sentence = $"Another hub has written to the store {_store.Name} while this one had lost its connection. Stop one of them, and restart the other.";
        Assert.Equal(sentence, Throws(registry));
        Assert.Equal(sentence, Throws(registry));
        using SqlStore again = _place.Open();
        StoreWriter.Check(again, 4);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void CommitWithoutAnAnswer_HappensOnce(bool isAfterCommit)
    {
        using var registry = new Registry(_store, new FixedTime());
        for (int i = 1; i <= 5; i++)
        {
            _relay.Next = CutAt(isAfterCommit);
            StoreWriter.WritePair(registry);
            Assert.Equal(i, _relay.Cuts);
            StoreWriter.Check(_store, i * 2);
            Assert.Equal(i * 2, _store.Load().Last.Sequence);
        }
    }

    [Fact]
    public void CommitThatDidNotHappen_WhenNobodyCouldTell_IsForgotten()
    {
        using var registry = new Registry(_store, new FixedTime());
        StoreWriter.WritePair(registry);
        (_relay.Next, _relay.StaysDown) = (CutAt(false), true);
        Assert.Contains("whether it was is not known until the database answers again", Throws(registry), StringComparison.Ordinal);
        Assert.Equal(2, registry.LastAudit.Sequence);
        Assert.Contains("could not be written, and nothing was changed", Throws(registry), StringComparison.Ordinal);
        (_relay.StaysDown, _relay.IsDown) = (false, false);
        StoreWriter.WritePair(registry);
        StoreWriter.Check(_store, 4);
        Assert.Equal(4, _store.Load().Last.Sequence);
    }

    [Fact]
    public void CommitThatHappened_WhenNobodyCouldTell_StopsTheHub()
    {
        using var registry = new Registry(_store, new FixedTime());
        StoreWriter.WritePair(registry);
        (_relay.Next, _relay.StaysDown) = (CutAt(true), true);
        Assert.Contains("whether it was is not known until the database answers again", Throws(registry), StringComparison.Ordinal);
        (_relay.StaysDown, _relay.IsDown) = (false, false);
        string sentence = $"The store {_store.Name} has a change of which this hub had to say that it failed, its connection being lost. Restart the hub.";
        Assert.Equal(sentence, Throws(registry));
        Assert.Equal(sentence, Throws(registry));
        using SqlStore again = _place.Open();
        StoreWriter.Check(again, 4);
        Assert.Equal(4, again.Load().Last.Sequence);
    }

    [Fact]
    public void CommitThatTheServerRefuses_ChangesNothing()
    {
        using var registry = new Registry(_store, new FixedTime());
        StoreWriter.WritePair(registry);
        // Deferred: it strikes in the COMMIT itself.
        _place.Execute(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not today'; END $$;
            CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON audit DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse();
            """);
        Assert.Equal($"The store {_store.Name} could not be written, and nothing was changed: P0001: not today", Throws(registry));
        _place.Execute("DROP FUNCTION refuse CASCADE");
        StoreWriter.WritePair(registry);
        StoreWriter.Check(_store, 4);
    }

    [Fact]
    public void ServerThatEndsTheConnectionInTheCommit_ChangesNothing()
    {
        using var registry = new Registry(_store, new FixedTime());
        StoreWriter.WritePair(registry);
        _place.Execute(
            """
            CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER leave AFTER INSERT ON audit DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION leave();
            """);
        Assert.Contains("could not be written, and nothing was changed: ", Throws(registry), StringComparison.Ordinal);
        Assert.Equal(2, _store.Load().Last.Sequence);
        _place.Execute("DROP FUNCTION leave CASCADE");
        StoreWriter.WritePair(registry);
        StoreWriter.Check(_store, 4);
    }

    [Fact]
    public void TruncatingTheAudit_IsRefused()
    {
        _store.Commit([], StoreTests.Lines(AuditRecord.None, 1));
        Assert.ThrowsAny<System.Data.Common.DbException>(() => _place.Execute("TRUNCATE audit"));
    }

    [Fact]
    public void ServerThatIsNotThere_IsNamed()
    {
        StoreException e = Assert.Throws<StoreException>(() => StoreOpener.Open("postgres://ann:secret@/hub?host=/nowhere"));
        Assert.StartsWith("The store postgres://ann@/hub?host=/nowhere cannot be opened: ", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void DatabaseThatCannotKeepEveryText_IsRefused()
    {
        _place.Execute("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0");
        StoreException e = Assert.Throws<StoreException>(() => StoreOpener.Open($"postgres:///latin?host={_place.SocketDirectory}&user={PostgresServer.User}"));
        Assert.Contains("does not keep its texts as UTF-8.", e.Message, StringComparison.Ordinal);
    }

    static CuttingRelay.Cut CutAt(bool isAfterCommit) => isAfterCommit ? CuttingRelay.Cut.AfterCommit : CuttingRelay.Cut.BeforeCommit;

    static string Throws(Registry registry) => Assert.Throws<StoreException>(() => StoreWriter.WritePair(registry)).Message;
}
