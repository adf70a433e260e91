using Farhub.Control.Events;
using Farhub.Control.State;
using Farhub.Devices;

namespace Farhub.Control.Presence;

/// <summary>Keeps track of which device each share is while devices come and go and shares change.</summary>
public sealed class DevicePresence : IDisposable
{
    readonly Registry _registry;
    readonly IReadOnlyList<IDeviceSource> _sources;
    readonly EventStream _events;
    readonly object _updating = new();
    volatile Resolution _now;

    /// <summary>Begins to watch.</summary>
    /// <param name="registry">Has the shares.</param>
    /// <param name="sources">Where devices come from; not disposed.</param>
    /// <param name="events">Is told what appears and disappears.</param>
    public DevicePresence(Registry registry, IReadOnlyList<IDeviceSource> sources, EventStream events)
    {
        (_registry, _sources, _events) = (registry, sources, events);
        _now = new Resolution([], []);
        registry.Changed += OnChanged;
        foreach (IDeviceSource source in sources) source.Changed += OnDeviceChanged;
        Update();
    }

    /// <summary>Now.</summary>
    public Resolution Now => _now;

    /// <summary>All devices that are plugged in.</summary>
    public IEnumerable<IUsbDevice> Devices => _sources.SelectMany(s => s.Devices);

    /// <summary>What switches the power of a port; null when nothing can.</summary>
    /// <param name="port">Its port path, such as <c>1-4.2</c>.</param>
    public IPortPower? PowerOf(string port) => _sources.OfType<IPortPower>().FirstOrDefault(p => p.HasPort(port));

    /// <summary>Stops watching.</summary>
    public void Dispose()
    {
        _registry.Changed -= OnChanged;
        foreach (IDeviceSource source in _sources) source.Changed -= OnDeviceChanged;
    }

    void OnChanged(Snapshot before, Snapshot after)
    {
        if (before.State.Shares != after.State.Shares) Update();
    }

    void OnDeviceChanged(DeviceChange change)
    {
        _events.Publish(change.Kind switch { DeviceChangeKind.Added => EventTypes.DeviceAdded, DeviceChangeKind.Removed => EventTypes.DeviceRemoved, _ => EventTypes.DeviceChanged }, "",
            $"{change.Device.Info.BusId} {change.Device.Info.Id}");
        Update();
    }

    void Update()
    {
        lock (_updating)
        {
            Resolution before = _now;
            var after = new Resolution(_registry.State.Shares.Values, Devices);
            _now = after;
            foreach (string share in after.Present.Where(s => before.DeviceOf(s) is null)) _events.Publish(EventTypes.Appeared, share, $"at port {after.DeviceOf(share)!.Info.BusId}");
            foreach (string share in before.Present.Where(s => after.DeviceOf(s) is null)) _events.Publish(EventTypes.Disappeared, share, after.ProblemOf(share) ?? "the share is gone");
        }
    }
}
