using System.Net;
using System.Threading.Channels;
using Farhub.Control.Audit;
using Farhub.Control.Events;
using Farhub.Control.Leases;
using Farhub.Control.Model;
using Farhub.Control.Presence;
using Farhub.Control.Scenarios;
using Farhub.Control.State;
using Farhub.Control.Tests.Fakes;
using Farhub.Devices.Virtual;
using Farhub.Hub.Admission;

namespace Farhub.Control.Tests.Scenarios;

/// <summary>All of a managed hub but its doors, in memory. The share <c>printer</c> (tag <c>lab</c>) is a software device at port 200-1, <c>scope</c> has none;
/// everybody may use both.</summary>
sealed class TestHub : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly Channel<string> _ran = Channel.CreateUnbounded<string>();

    internal TestHub()
    {
        Registry = new Registry(Store, Clock);
        Events = new EventStream(Clock);
        Devices = new VirtualDevices(Clock);
        Device = Devices.Add(port => new VirtualLoopback(port));
        Presence = new DevicePresence(Registry, [Devices], Events);
        Book = new LeaseBook(Registry, Presence, Events, Clock);
        Actions = new HubActions(Registry, Book, Presence, Clock);
        Registry.Change(Root, state => state with
        {
            Shares = state.Shares
                .Add("printer", new Share { Name = "printer", Device = new DeviceBinding { Port = "200-1" }, Tags = ["lab"] })
                .Add("scope", new Share { Name = "scope", Device = new DeviceBinding { Id = "0529:0001" } }),
            Grants = state.Grants.Add("all", new Grant { Name = "all", Shares = ["printer", "scope"], From = ["any"] }),
        });
        Events.Published += happened =>
        {
            if (happened.Type == EventTypes.ScenarioRan) _ran.Writer.TryWrite($"{happened.Share}: {happened.Text}");
        };
    }

    internal static Actor Root { get; } = new("root");

    internal StepClock Clock { get; } = new();

    internal MemoryStore Store { get; } = new();

    internal Registry Registry { get; }

    internal EventStream Events { get; }

    internal VirtualDevices Devices { get; }

    internal VirtualDevice Device { get; }

    internal DevicePresence Presence { get; }

    internal LeaseBook Book { get; }

    internal HubActions Actions { get; }

    /// <summary>The audit, as <c>who action object: detail</c>.</summary>
    internal IEnumerable<string> Audit => Store.ReadAudit().Select(Line);

    internal string LastAudit => Line(Registry.LastAudit);

    static string Line(AuditRecord record) => $"{record.Who} {record.Action} {record.Object}: {record.Detail}";

    internal static Scenario Scenario(string name, string when, params string[] steps) => new() { Name = name, When = when, Shares = ["printer"], Do = steps };

    internal void Put(params Scenario[] scenarios) =>
        Registry.Change(Root, state => state with { Scenarios = state.Scenarios.SetItems(scenarios.Select(s => KeyValuePair.Create(s.Name, s))) });

    /// <summary>Attaches a share.</summary>
    internal FakeSession Attach(string share = "printer", bool isStuck = false)
    {
        ILease lease = Book.Admit(new Visitor(IPAddress.Parse("192.0.2.7")), share).Lease!;
        var session = new FakeSession(lease) { IsStuck = isStuck };
        lease.Begin(session);
        return session;
    }

    /// <summary>The next step that a runner has run, as <c>share: scenario: step: result</c>.</summary>
    internal async Task<string> RanAsync() => await _ran.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    internal bool HasRan => _ran.Reader.TryPeek(out var _);

    public void Dispose()
    {
        Actions.Dispose();
        Presence.Dispose();
        Devices.Dispose();
        Registry.Dispose();
    }
}
