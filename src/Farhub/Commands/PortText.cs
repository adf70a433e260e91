using Farhub.Client.Vhci;
using Farhub.Json;

namespace Farhub.Commands;

/// <summary>Attached devices, for people and for scripts.</summary>
static class PortText
{
    /// <summary>What a port is called when speaking of it: <c>port 0 (1-4.2 of rack1)</c>.</summary>
    public static string Name(VhciPort port) =>
        port is { Hub: not null, BusId: not null } ? $"port {port.Number} ({port.BusId} of {port.Hub})" : $"port {port.Number}";

    /// <summary>As what a device has appeared: <c>/dev/sda QEMU HARDDISK</c>.</summary>
    public static string Name(Appearance appearance) => appearance.Kind switch
    {
        AppearanceKind.Driver => $"driver {appearance.Name}",
        AppearanceKind.NoDriver => "no driver; programs reach it through usbfs",
        AppearanceKind.Network => $"network interface {appearance.Name}",
        AppearanceKind.Sound => $"sound {appearance.Name} {appearance.Detail}".TrimEnd(),
        _ => $"{appearance.Name} {appearance.Detail}".TrimEnd(),
    };

    /// <summary>The JSON document.</summary>
    public static PortDocument Document(VhciPort port) => new(
        Port: port.Number,
        State: port.Status switch
        {
            VhciPortStatus.Used => "used",
            VhciPortStatus.Connecting => "connecting",
            _ => "error",
        },
        Hub: port.Hub?.ToString(),
        BusId: port.BusId?.ToString(),
        LocalBusId: port.LocalBusId,
        Appearances: [.. port.Appearances.Select(a => new AppearanceDocument(Kind(a.Kind), a.Name, a.Detail))]);

    static string Kind(AppearanceKind kind) => kind switch
    {
        AppearanceKind.Block => "block",
        AppearanceKind.Serial => "serial",
        AppearanceKind.Input => "input",
        AppearanceKind.HidRaw => "hidraw",
        AppearanceKind.Sound => "sound",
        AppearanceKind.Video => "video",
        AppearanceKind.Network => "network",
        AppearanceKind.Node => "node",
        AppearanceKind.Driver => "driver",
        _ => "noDriver",
    };
}
