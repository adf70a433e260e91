using System.Runtime.Versioning;
using Farhub.Client.Vhci;
using Farhub.CommandLine;
using Farhub.Hosting;
using Farhub.Json;
using Farhub.Rendering;
using Farhub.Usb;

namespace Farhub.Commands;

/// <summary><c>farhub ports</c>.</summary>
[SupportedOSPlatform("linux")]
sealed class PortsHandler(Screen screen, Lazy<DeviceNames> names, VhciPorts ports)
{
    public ExitCode Run(PortsRequest request)
    {
        IReadOnlyList<VhciPort> attached = ports.Read();
        if (request.Json) screen.Json(new PortsDocument([.. attached.Select(PortText.Document)]), FarhubJson.Default.PortsDocument);
        else if (attached.Count == 0) screen.Line("Nothing is attached here.");
        else screen.Table(["PORT", "HUB", "BUS ID", "HERE", "DEVICE", "APPEARED AS"], attached.Select(Row));
        return ExitCode.Ok;
    }

    IReadOnlyList<string> Row(VhciPort port)
    {
        VidPid? id = LocalIds.Read(port.LocalBusId);
        string device = id is { } known ? $"{known} {names.Value.Full(known, null, null, "")}".TrimEnd() : "";
        return
        [
            $"{port.Number}", port.Hub?.ToString() ?? "?", port.BusId?.ToString() ?? "?", port.LocalBusId ?? "", device,
            port.Status == VhciPortStatus.Used ? string.Join(", ", port.Appearances.Select(PortText.Name)) : "(not usable yet, or no longer)",
        ];
    }
}
