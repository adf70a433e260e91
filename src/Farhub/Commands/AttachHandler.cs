using System.Runtime.Versioning;
using Farhub.Client;
using Farhub.Client.Vhci;
using Farhub.CommandLine;
using Farhub.Json;
using Farhub.Protocol;
using Farhub.Rendering;

namespace Farhub.Commands;

/// <summary><c>farhub attach</c>.</summary>
[SupportedOSPlatform("linux")]
sealed class AttachHandler(Screen screen, VhciPorts ports)
{
    public async Task<ExitCode> RunAsync(AttachRequest request, CancellationToken cancellationToken)
    {
        // Before a device is taken away from others: is there a port to put it into?
        ports.LoadModule();
        BusId busId = request.Device.BusId ?? await FindAsync(request.Hub, request.Device, cancellationToken);
        using ImportedDevice imported = await HubClient.ImportAsync(request.Hub, busId, cancellationToken: cancellationToken);
        VhciPort port = await ports.AttachAsync(imported, cancellationToken);
        if (request.Json)
        {
            screen.Json(PortText.Document(port), FarhubJson.Default.PortDocument);
            return ExitCode.Ok;
        }
        screen.Line($"attached {busId} of {request.Hub} to port {port.Number}, here it is {port.LocalBusId ?? "not configured"}:");
        foreach (Appearance appearance in port.Appearances) screen.Line($"  {PortText.Name(appearance)}");
        return ExitCode.Ok;
    }

    /// <summary>The one device of a hub that is meant.</summary>
    internal static async Task<BusId> FindAsync(HubAddress hub, DeviceSelector device, CancellationToken cancellationToken)
    {
        IReadOnlyList<DeviceRecord> all = await HubClient.ListAsync(hub, cancellationToken: cancellationToken);
        BusId[] meant = [.. all.Where(d => d.Id == device.Id).Select(d => d.BusId)];
        return meant.Length switch
        {
            1 => meant[0],
            0 => throw new CommandException(ExitCode.NotThere, $"{hub} shares no {device} that is free now: see 'farhub list {hub}'."),
            _ => throw new CommandException(ExitCode.Usage, $"{hub} shares {meant.Length} devices {device}, {string.Join(" and ", meant)}: name one by its bus id."),
        };
    }
}
