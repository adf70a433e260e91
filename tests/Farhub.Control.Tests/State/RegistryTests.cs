using System.Text.Json.Nodes;
using Farhub.Control.Audit;
using Farhub.Control.Model;
using Farhub.Control.State;
using Farhub.Control.Store;
using Farhub.Control.Tests.Store;

namespace Farhub.Control.Tests.State;

public sealed class RegistryTests : IDisposable
{
    static readonly Actor Ann = new("ann", "192.0.2.1");

    readonly SqlitePlace _place = new();
    readonly Registry _registry;

    public RegistryTests() => _registry = new Registry(_place.Open(), new FixedTime());

    public void Dispose()
    {
        _registry.Dispose();
        _place.Dispose();
    }

    [Fact]
    public void Change_IsSeenAndWrittenDown()
    {
        Snapshot after = _registry.Change(Ann, s => AddUser(s, "ann", Role.Admin), new JsonObject { ["reason"] = "first" });
        Assert.Same(after, _registry.Current);
        Assert.Same(after.State, _registry.State);
        AuditRecord line = Assert.Single(_registry.ReadAudit());
        Assert.Equal(line, _registry.LastAudit);
        Assert.Equal((1, "ann", "192.0.2.1", "user.add", "users/ann"), (line.Sequence, line.Who, line.From, line.Action, line.Object));
        Assert.Equal("""{"reason":"first","role":"admin","enabled":true,"priority":0}""", line.Detail);
        // The digits that a store does not keep are not hashed either.
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(FixedTime.Now.ToUnixTimeMilliseconds()), line.At);
        Assert.True(line.Follows(AuditRecord.None));
        Assert.Equal(2, _registry.NextSequence);
    }

    [Fact]
    public void EveryThingThatDiffers_HasALine()
    {
        _registry.Change(Ann, _ => Samples.State);
        _registry.Change(Ann, s => s with { Leases = s.Leases.Clear(), Queue = s.Queue.Clear(), Users = s.Users.SetItem("bob", s.Users["bob"] with { Note = "new" }) });
        Assert.Equal(["user.change users/bob", "lease.remove leases/printer", "queue.remove queue/q1"], _registry.ReadAudit(16).Select(r => $"{r.Action} {r.Object}"));
        Assert.True(AuditChain.Verify(_registry.ReadAudit(), _registry.LastAudit).IsIntact);
    }

    [Fact]
    public void Secrets_AreNeverInTheAudit()
    {
        string[] secrets = ["AQAAAA-of-ann", "hash-of-token", "JBSWY3DPEHPK3PXP", "salted hashes", "secret-of-the-hub", "59000000"];
        _registry.Change(Ann, _ => Samples.State);
        // The samples do have them: what is looked for would be found.
        string stored = string.Join('|', Kinds.All.SelectMany(k => k.Diff(HubState.Empty, Samples.State)).Select(c => c.After));
        Assert.All(secrets, s => Assert.Contains(s, stored, StringComparison.Ordinal));
        _registry.Change(Ann, s => s with
        {
            Users = s.Users.SetItem("ann", s.Users["ann"] with { PasswordHash = "AQAAAA-of-ann-2" }),
            Settings = s.Settings.Clear(),
            Credentials = s.Credentials.SetItem("cr1", s.Credentials["cr1"] with { Secret = "otpauth://totp/x?secret=JBSWY3DPEHPK3PXPJBSWY3DP" }),
            Tokens = s.Tokens.Clear(),
        });
        Assert.Equal(19, _registry.LastAudit.Sequence);
        Assert.All(_registry.ReadAudit(), line => Assert.All(secrets, secret => Assert.DoesNotContain(secret, line.ToString(), StringComparison.Ordinal)));
        Assert.All(Kinds.All, k => Assert.All(k.NamesIn(_registry.State), name => Assert.All(secrets, secret =>
            Assert.DoesNotContain(secret, k.Show(_registry.State, name)!.ToJsonString(), StringComparison.Ordinal))));
    }

    [Fact]
    public void Mistakes_ChangeNothing()
    {
        _registry.Change(Ann, s => AddUser(s, "ann", Role.Admin));
        (Snapshot before, AuditRecord last) = (_registry.Current, _registry.LastAudit);
        _registry.Changed += (_, _) => Assert.Fail("Nothing changed.");
        _registry.Audited += _ => Assert.Fail("Nothing was written.");
        ControlException e = Assert.Throws<ControlException>(() => _registry.Change(Ann, s => s with { Users = s.Users.Remove("ann").Add("bob", new User { Name = "bob" }) }));
        Assert.Equal("users: would have no enabled admin left: nobody could manage the hub.", e.Message);
        Assert.Equal(ControlFailure.Mistakes, e.Failure);
        Assert.Throws<ControlException>(() => _registry.Change(Ann, _ => throw new ControlException(ControlFailure.Conflict, "It is in use.")));
        Assert.Same(before, _registry.Current);
        Assert.Same(last, _registry.LastAudit);
        Assert.Single(_registry.ReadAudit());
    }

    [Fact]
    public void ChangeThatCannotBeStored_IsNotSeen()
    {
        _registry.Change(Ann, s => AddUser(s, "ann", Role.Admin));
        Snapshot before = _registry.Current;
        _place.Execute("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk full'); END");
        Assert.Throws<StoreException>(() => _registry.Change(Ann, s => AddUser(s, "bob", Role.User)));
        Assert.Throws<StoreException>(() => _registry.Note(Ann, "test", "", ""));
        Assert.Same(before, _registry.Current);
        Assert.Equal(1, _registry.LastAudit.Sequence);
        _place.Execute("DROP TRIGGER full");
        _registry.Change(Ann, s => AddUser(s, "bob", Role.User));
        Assert.Equal(2, AuditChain.Verify(_registry.ReadAudit(), _registry.LastAudit).Count);
    }

    [Fact]
    public void NoDifference_IsNoChange()
    {
        _registry.Change(Ann, _ => Samples.State);
        Snapshot before = _registry.Current;
        _registry.Changed += (_, _) => Assert.Fail("Nothing changed.");
        _registry.Change(Ann, s => s);
        // Two lists of the same names are the same list.
        _registry.Change(Ann, s => s with { Groups = s.Groups.SetItem("testers", s.Groups["testers"] with { Members = new List<string> { "ann", "bob" } }) });
        Assert.Same(before, _registry.Current);
        Assert.Equal(15, _registry.LastAudit.Sequence);
    }

    [Fact]
    public void Events_TellWhatWasBeforeAndAfter()
    {
        List<string> told = [];
        Snapshot first = _registry.Current;
        _registry.Audited += r => told.Add($"{r.Sequence} {r.Action}");
        _registry.Changed += (before, after) =>
        {
            Assert.Same(first, before);
            Assert.Same(_registry.Current, after);
            told.Add("changed");
        };
        _registry.Change(Ann, s => AddUser(AddUser(s, "ann", Role.Admin), "bob", Role.User));
        _registry.Note(Ann, "import.refuse", "shares/printer", "no grant");
        Assert.Equal(["1 user.add", "2 user.add", "changed", "3 import.refuse"], told);
    }

    [Fact]
    public void Note_IsWrittenDown()
    {
        _registry.Note(Ann, "import.refuse", "shares/printer", "no grant");
        AuditRecord line = Assert.Single(_registry.ReadAudit());
        Assert.Equal(("ann", "import.refuse", "shares/printer", "no grant"), (line.Who, line.Action, line.Object, line.Detail));
    }

    [Fact]
    public void IndexOfGrants_IsMadeAnewOnlyForWhatItIsMadeOf()
    {
        _registry.Change(Ann, _ => Samples.State);
        Snapshot before = _registry.Current;
        Assert.Same(before.Index, _registry.Change(Ann, s => s with { Leases = s.Leases.Clear() }).Index);
        Assert.NotSame(before.Index, _registry.Change(Ann, s => s with { Grants = s.Grants.Clear() }).Index);
    }

    [Fact]
    public void StoreThatHoldsWhatIsNotTaken_IsRefused()
    {
        _registry.Change(Ann, _ => Samples.State);
        _registry.Dispose();
        _place.Execute("UPDATE objects SET body = replace(body, 'Europe/Berlin', 'Europe/Atlantis') WHERE kind = 'schedules'; DELETE FROM objects WHERE kind = 'groups'");
        using SqlStore store = _place.Open();
        StoreException e = Assert.Throws<StoreException>(() => new Registry(store, new FixedTime()));
        Assert.StartsWith("The store holds what this version of Farhub on this machine does not take: schedules/office: ", e.Message, StringComparison.Ordinal);
        Assert.Contains("grants/night.groups: names no group: 'testers'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ThingUnderAnothersName_IsAMistakeOfTheProgram()
    {
        Assert.Throws<InvalidOperationException>(() => _registry.Change(Ann, s => s with { Settings = s.Settings.Add("one", new Setting { Name = "two", Value = "" }) }));
        Assert.Empty(_registry.State.Settings);
    }

    static HubState AddUser(HubState state, string name, Role role) => state with { Users = state.Users.Add(name, new User { Name = name, Role = role }) };
}
