using System.CommandLine;

namespace Farhub.CommandLine;

/// <summary><c>farhub ports</c>: what is attached here.</summary>
static class PortsCommand
{
    public static Command Create(ICommandHandlers handlers)
    {
        Option<bool> json = Symbols.Json();
        ExampleCommand command = new("ports", "List the devices attached to this machine, and the ports they are in")
        {
            Examples = [("farhub ports", "port numbers to use with 'farhub detach'")],
        };
        command.Add(json);
        command.SetAction((result, cancellationToken) => handlers.PortsAsync(new PortsRequest(result.GetValue(json)), cancellationToken));
        return command;
    }
}
