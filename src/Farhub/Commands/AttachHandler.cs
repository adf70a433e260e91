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
        BusId busId = request.Device.BusId ?? await DeviceSearch.FindAsync(request.Hub, request.Device, cancellationToken);
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
}
