using Farhub.Client;
using Farhub.CommandLine;
using Farhub.Protocol;

namespace Farhub.Commands;

/// <summary>Finds the device of a hub that a person means by its VID:PID.</summary>
static class DeviceSearch
{
    /// <summary>Asks the hub.</summary>
    /// <exception cref="CommandException">There is none, or more than one.</exception>
    public static async Task<BusId> FindAsync(HubAddress hub, DeviceSelector device, CancellationToken cancellationToken)
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
