using System.Globalization;
using System.Text.Json.Nodes;
using Farhub.Control.Model;
using Farhub.Control.State;
using Farhub.Control.Store;
using Farhub.Devices;
using Farhub.Devices.Virtual;

namespace Farhub.Control.Presence;

/// <summary>Software devices that people plug into a hub while it runs, to try things out. The hub plugs them in again at each start.</summary>
public sealed class SoftwareDevices
{
    /// <summary>Most of them at once: a disk takes memory as it is written to.</summary>
    public const int Most = 8;

    const string SettingName = "virtual-devices";

    /// <summary>What there is, by the words for it.</summary>
    static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal) { ["disk"] = "disk,size=64M", ["loopback"] = "loopback" };

    readonly Registry _registry;
    readonly VirtualDevices? _devices;
    readonly object _changing = new();
    volatile IReadOnlyList<(string Kind, VirtualDevice Device)> _plugged = [];

    /// <summary>Plugs in what was plugged in when the hub ended.</summary>
    /// <param name="registry">Remembers it.</param>
    /// <param name="devices">What they are plugged into; null where there is nothing for it.</param>
    public SoftwareDevices(Registry registry, VirtualDevices? devices)
    {
        (_registry, _devices) = (registry, devices);
        if (devices is null) return;
        List<(string, VirtualDevice)> plugged = [];
        foreach (string line in registry.State.Settings.GetValueOrDefault(SettingName)?.Value.Split('\n') ?? [])
        {
            if (line.Split(' ') is not [var kind, var port] || SpecOf(kind) is not { } spec || PortOf(port) is not { } wanted) continue;
            try
            {
                plugged.Add((kind, devices.Add(spec, wanted)));
            }
            catch (DeviceException)
            {
                // A machine with too little memory for it has a hub all the same.
            }
        }
        _plugged = plugged;
    }

    /// <summary>Words for what can be plugged in.</summary>
    public static IReadOnlyCollection<string> Words => Kinds.Keys;

    /// <summary>True for a device that was plugged in here, and so can be unplugged.</summary>
    public bool Has(string port) => _plugged.Any(p => p.Device.Port.BusId == port);

    /// <summary>Plugs one in.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="kind">One of <see cref="Words"/>.</param>
    /// <exception cref="ControlException">There is no such kind, there are too many, or it cannot be made.</exception>
    /// <exception cref="StoreException">It could not be remembered, and was not plugged in.</exception>
    public IUsbDevice Plug(Actor actor, string kind)
    {
        VirtualDeviceSpec spec = SpecOf(kind) ?? throw new ControlException([new Mistake("kind", $"has to be one of: {string.Join(", ", Words)}")]);
        if (_devices is null) throw new ControlException(ControlFailure.Unable, "This hub takes no software devices.");
        lock (_changing)
        {
            if (_plugged.Count >= Most) throw new ControlException(ControlFailure.Conflict, $"There are {Most} software devices already, which is the most: unplug one first.");
            VirtualDevice device;
            try
            {
                device = _devices.Add(spec);
            }
            catch (DeviceException e)
            {
                throw new ControlException(ControlFailure.Unable, $"It could not be made: {e.Message}.", e);
            }
            try
            {
                Remember(actor, [.. _plugged, (kind, device)], "plugged", device);
            }
            catch
            {
                _devices.Remove(device);
                throw;
            }
            return device;
        }
    }

    /// <summary>Unplugs one, as pulling it out would: whoever uses it loses it.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="port">Its port.</param>
    /// <exception cref="ControlException">It was not plugged in here.</exception>
    /// <exception cref="StoreException">It could not be remembered, and is still plugged in.</exception>
    public void Unplug(Actor actor, string port)
    {
        lock (_changing)
        {
            VirtualDevice device = _plugged.FirstOrDefault(p => p.Device.Port.BusId == port).Device
                ?? throw new ControlException(ControlFailure.NotFound, $"No software device that somebody plugged in is at port '{port}': others are unplugged where they were plugged in.");
            Remember(actor, [.. _plugged.Where(p => p.Device != device)], "unplugged", device);
            _devices!.Remove(device);
        }
    }

    void Remember(Actor actor, IReadOnlyList<(string Kind, VirtualDevice Device)> plugged, string what, VirtualDevice device)
    {
        string value = string.Join('\n', plugged.Select(p => $"{p.Kind} {p.Device.Port}"));
        _registry.Change(
            actor,
            state => state with { Settings = plugged.Count == 0 ? state.Settings.Remove(SettingName) : state.Settings.SetItem(SettingName, new Setting { Name = SettingName, Value = value }) },
            new JsonObject { [what] = $"{device.Info.Product} at port {device.Port}" });
        _plugged = plugged;
    }

    static VirtualDeviceSpec? SpecOf(string kind) => Kinds.TryGetValue(kind, out string? text) && VirtualDeviceSpec.TryParse(text, out VirtualDeviceSpec? spec, out _) ? spec : null;

    static VirtualPort? PortOf(string text) => text.Split('-') is [var bus, var number]
        && byte.TryParse(bus, NumberStyles.None, CultureInfo.InvariantCulture, out byte b) && byte.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out byte n) ? new VirtualPort(b, n) : null;
}
