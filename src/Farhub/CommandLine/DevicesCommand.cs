using System.CommandLine;

namespace Farhub.CommandLine;

/// <summary><c>farhub devices</c>: what could be shared.</summary>
static class DevicesCommand
{
    public static Command Create(ICommandHandlers handlers)
    {
        Option<bool> json = Symbols.Json();
        ExampleCommand command = new("devices", "List the USB devices of this machine, and which of them can be shared")
        {
            Examples = [("farhub devices", "port paths and ids to use with 'farhub serve --share'"), ("farhub devices --json", "the same for a script")],
        };
        command.Add(json);
        command.SetAction((result, cancellationToken) => handlers.DevicesAsync(new DevicesRequest(result.GetValue(json)), cancellationToken));
        return command;
    }
}
