using Farhub.Control.Accounts;
using Farhub.Control.Events;
using Farhub.Control.Leases;
using Farhub.Control.Presence;
using Farhub.Control.Proofs;
using Farhub.Control.Scenarios;
using Farhub.Control.State;
using Farhub.Control.Store;
using Farhub.Devices;
using Farhub.Devices.Virtual;
using Farhub.Hub;
using Microsoft.Extensions.Logging;

namespace Farhub.Control;

/// <summary>A managed hub: the data plane with everything that decides who may use it, put together.</summary>
public sealed class ManagedHub : IAsyncDisposable
{
    readonly LeaseWatch _watch;

    /// <summary>Puts it together; the data plane listens from <see cref="HubServer.Start"/> on.</summary>
    /// <param name="store">What it remembers; disposed with it.</param>
    /// <param name="sources">Where devices come from; disposed by the caller, after it. With software devices among them, people may plug in such.</param>
    /// <param name="options">What the classic door listens on.</param>
    /// <param name="logger">For the data plane.</param>
    /// <param name="time">The clock of everything.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public ManagedHub(IStore store, IReadOnlyList<IDeviceSource> sources, HubOptions options, ILogger<HubServer> logger, TimeProvider time)
    {
        Registry = new Registry(store, time);
        Events = new EventStream(time);
        Registry.Audited += record => Events.Publish(EventTypes.Changed, "", $"{record.Action} {record.Object}");
        // Before anybody looks at what is plugged in.
        Software = new SoftwareDevices(Registry, sources.OfType<VirtualDevices>().FirstOrDefault());
        Presence = new DevicePresence(Registry, sources, Events);
        Leases = new LeaseBook(Registry, Presence, Events, time);
        _watch = new LeaseWatch(Registry, Leases, Events, time, UnlockDesk.Expire);
        Credentials = new Credentials(Registry, time);
        var passwords = new Passwords();
        Accounts = new AccountBook(Registry, Credentials, passwords, time);
        Setup = new Setup(Registry, passwords, time);
        Unlocks = new UnlockDesk(Registry, Events, time);
        Actions = new HubActions(Registry, Leases, Presence, time);
        Scenarios = new ScenarioRunner(Registry, Leases, Events, Actions, time);
        Server = new HubServer(options, Leases, logger, time);
    }

    /// <summary>What it knows.</summary>
    public Registry Registry { get; }

    /// <summary>What happens.</summary>
    public EventStream Events { get; }

    /// <summary>Which device each share is.</summary>
    public DevicePresence Presence { get; }

    /// <summary>The software devices that people have plugged in.</summary>
    public SoftwareDevices Software { get; }

    /// <summary>Who has what.</summary>
    public LeaseBook Leases { get; }

    /// <summary>Who is who.</summary>
    public AccountBook Accounts { get; }

    /// <summary>The first start.</summary>
    public Setup Setup { get; }

    /// <summary>One-time code generators.</summary>
    public Credentials Credentials { get; }

    /// <summary>How shares are opened for addresses.</summary>
    public UnlockDesk Unlocks { get; }

    /// <summary>What can be done to devices.</summary>
    public HubActions Actions { get; }

    /// <summary>What happens by itself.</summary>
    public ScenarioRunner Scenarios { get; }

    /// <summary>The data plane.</summary>
    public HubServer Server { get; }

    /// <summary>Ends sessions, then everything else, the store last.</summary>
    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Scenarios.DisposeAsync();
        Actions.Dispose();
        _watch.Dispose();
        Presence.Dispose();
        Registry.Dispose();
    }
}
