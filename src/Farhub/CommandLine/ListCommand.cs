using System.CommandLine;
using Farhub.Client;

namespace Farhub.CommandLine;

/// <summary><c>farhub list</c>: what a hub shares.</summary>
static class ListCommand
{
    public static Command Create(ICommandHandlers handlers)
    {
        Argument<HubAddress> hub = HubArgument.Create();
        Option<bool> json = Symbols.Json();
        ExampleCommand command = new("list", "List the devices that a hub shares (any USB/IP server)")
        {
            Examples = [("farhub list rack1", "the hub at rack1, port 3240"), ("farhub list [2001:db8::7]:3240 --json", "an IPv6 address, for a script")],
        };
        command.Add(hub);
        command.Add(json);
        command.SetAction((result, cancellationToken) => handlers.ListAsync(new ListRequest(result.GetRequiredValue(hub), result.GetValue(json)), cancellationToken));
        return command;
    }
}
