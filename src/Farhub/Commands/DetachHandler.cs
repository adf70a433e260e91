using System.Runtime.Versioning;
using Farhub.Client.Vhci;
using Farhub.CommandLine;
using Farhub.Hosting;
using Farhub.Json;
using Farhub.Rendering;
using Farhub.Usb;

namespace Farhub.Commands;

/// <summary><c>farhub detach</c>.</summary>
[SupportedOSPlatform("linux")]
sealed class DetachHandler(Screen screen, VhciPorts ports)
{
    public async Task<ExitCode> RunAsync(DetachRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyList<VhciPort> detached =
            request.Port == PortSelector.All ? await ports.DetachAllAsync(cancellationToken)
            : request.Port.Device?.Id is { } id ? [await DetachAsync(id, cancellationToken)]
            : [await ports.DetachAsync(request.Port.ToString(), cancellationToken)];
        if (request.Json)
        {
            screen.Json(new DetachedDocument([.. detached.Select(p => p.Number)]), FarhubJson.Default.DetachedDocument);
            return ExitCode.Ok;
        }
        if (detached.Count == 0) screen.Line("Nothing was attached here.");
        foreach (VhciPort port in detached) screen.Line($"detached {PortText.Name(port)}");
        return ExitCode.Ok;
    }

    async Task<VhciPort> DetachAsync(VidPid id, CancellationToken cancellationToken)
    {
        VhciPort[] meant = [.. ports.Read().Where(p => LocalIds.Read(p.LocalBusId) == id)];
        if (meant.Length == 0) throw new CommandException(ExitCode.NotThere, $"No attached device is a {id}: see 'farhub ports'.");
        if (meant.Length > 1)
        {
            throw new CommandException(ExitCode.Usage, $"{meant.Length} attached devices are {id}: name a port, {string.Join(" or ", meant.Select(p => p.Number))}.");
        }
        await ports.DetachAsync(meant[0].Number, cancellationToken);
        return meant[0];
    }
}
