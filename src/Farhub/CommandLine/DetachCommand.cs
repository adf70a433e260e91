using System.CommandLine;

namespace Farhub.CommandLine;

/// <summary><c>farhub detach</c>: unplug what was attached.</summary>
static class DetachCommand
{
    public static Command Create(ICommandHandlers handlers, IKnownValues known)
    {
        Argument<PortSelector?> port = Symbols.Optional<PortSelector>("PORT", PortSelector.TryParse!, "is neither a port number nor a device: see 'farhub ports'.");
        port.HelpName = "PORT";
        port.Description = "What to unplug: a port number as 'farhub ports' shows it, a bus id, or VID:PID";
        port.CompletionSources.Add(_ => known.Ports());
        Option<bool> all = new("--all") { Description = "Everything that is attached" };
        Option<bool> json = Symbols.Json();
        ExampleCommand command = new("detach", "Unplug an attached device from this machine")
        {
            Examples = [("farhub detach 0", "what is in port 0"), ("farhub detach --all", "everything")],
        };
        command.Add(port);
        command.Add(all);
        command.Add(json);
        command.Validators.Add(result =>
        {
            bool named = result.GetResult(port) is { Tokens.Count: > 0 };
            if (named == result.GetValue(all)) result.AddError("name one port (see 'farhub ports'), or say --all.");
        });
        command.SetAction((result, cancellationToken) => handlers.DetachAsync(
            new DetachRequest(result.GetValue(port) ?? PortSelector.All, result.GetValue(json)), cancellationToken));
        return command;
    }
}
