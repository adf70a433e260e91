using System.Net;
using Farhub.Control.Events;
using Farhub.Control.Leases;
using Farhub.Control.Model;
using Farhub.Control.Presence;
using Farhub.Control.State;
using Farhub.Control.Tests.Fakes;
using Farhub.Control.Tests.Scenarios;
using Farhub.Hub.Admission;

namespace Farhub.Control.Tests.Leases;

/// <summary>Shares "key" and "scope" with devices, users ann (admin), bob and carol who may use both, eve who may nothing. Monday, 07:00.</summary>
sealed class LeaseHub : IDisposable
{
    internal static readonly Actor Olga = new("olga");

    internal LeaseHub()
    {
        Registry = new Registry(Store, Clock);
        Events = new EventStream(Clock);
        Source.Add(new FakeDevice("1-1", "0529:0001"));
        Source.Add(new FakeDevice("1-2", "0529:0002"));
        Presence = new DevicePresence(Registry, [Source], Events);
        Book = new LeaseBook(Registry, Presence, Events, Clock);
        Change(s => s with
        {
            Users = s.Users.Add("ann", new User { Name = "ann", Role = Role.Admin }).Add("bob", new User { Name = "bob" }).Add("carol", new User { Name = "carol", Priority = 5 }).Add("eve", new User { Name = "eve" }),
            Shares = s.Shares.Add("key", new Share { Name = "key", Device = new DeviceBinding { Port = "1-1" } }).Add("scope", new Share { Name = "scope", Device = new DeviceBinding { Port = "1-2" } }),
        });
        Grant(new Grant { Name = "team", Shares = ["key", "scope"], Users = ["ann", "bob", "carol"] });
        Watch = new LeaseWatch(Registry, Book, Events, Clock);
    }

    internal StepClock Clock { get; } = new();
    internal MemoryStore Store { get; } = new();
    internal FakeSource Source { get; } = new();
    internal Registry Registry { get; }
    internal EventStream Events { get; }
    internal DevicePresence Presence { get; }
    internal LeaseBook Book { get; }
    internal LeaseWatch Watch { get; }
    internal HubState State => Registry.State;
    internal DateTimeOffset Now => Clock.GetUtcNow();

    internal void Change(Func<HubState, HubState> change) => Registry.Change(Actor.Hub, change);

    internal void Grant(Grant grant) => Change(s => s with { Grants = s.Grants.SetItem(grant.Name, grant) });

    internal Verdict Ask(string? user, string share = "key", string address = "192.0.2.7") => Book.Admit(new Visitor(IPAddress.Parse(address), user), share);

    internal HeldSession Attach(string? user, string share = "key", string address = "192.0.2.7")
    {
        Verdict verdict = Ask(user, share, address);
        Assert.True(verdict.Lease is not null, verdict.Reason);
        var session = new HeldSession(verdict.Lease!);
        verdict.Lease!.Begin(session);
        return session;
    }

    internal IEnumerable<string> Told(string type) => Events.Recent().Where(e => e.Type == type).Select(e => $"{e.User}: {e.Text}");

    internal IEnumerable<string> Audit(string action) => Store.ReadAudit().Where(r => r.Action == action).Select(r => r.Detail);

    public void Dispose()
    {
        Watch.Dispose();
        Presence.Dispose();
        Registry.Dispose();
    }
}
