using System.CommandLine;
using Farhub.Client;

namespace Farhub.CommandLine;

/// <summary><c>farhub attach</c>: use a device of a hub as if it were plugged in here.</summary>
static class AttachCommand
{
    public static Command Create(ICommandHandlers handlers)
    {
        Argument<HubAddress> hub = HubArgument.Create();
        Argument<DeviceSelector> device = Symbols.Required<DeviceSelector>("DEVICE", DeviceSelector.TryParse!, "is not a device: write a bus id as 'farhub list' shows it, or VID:PID.");
        device.Description = "Its device: a bus id as 'farhub list' shows it, or VID:PID when only one device there has it";
        Option<bool> json = Symbols.Json();
        ExampleCommand command = new("attach", "Plug a device of a hub into this machine (Linux, as root, module vhci-hcd)")
        {
            Examples = [("farhub attach rack1 1-4.2", "by bus id"), ("farhub attach rack1 0403:6001", "by vendor and product")],
        };
        command.Add(hub);
        command.Add(device);
        command.Add(json);
        command.SetAction((result, cancellationToken) => handlers.AttachAsync(
            new AttachRequest(result.GetRequiredValue(hub), result.GetRequiredValue(device), result.GetValue(json)), cancellationToken));
        return command;
    }
}
