using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Farhub.CommandLine;

/// <summary>All commands, and what happens between the words typed and the handler called.</summary>
static class CommandTree
{
    const string Purpose = "Farhub lets a program use a USB device that is plugged in somewhere else.";

    /// <summary>Builds the tree on its handlers.</summary>
    /// <param name="handlers">What the commands do.</param>
    /// <param name="known">For completions.</param>
    /// <param name="arguments">The words that will be parsed; null for any.</param>
    public static RootCommand Create(ICommandHandlers handlers, IKnownValues known, IReadOnlyList<string>? arguments = null)
    {
        RootCommand root = new(Purpose)
        {
            ServeCommand.Create(handlers, known),
            DevicesCommand.Create(handlers),
            ListCommand.Create(handlers),
            AttachCommand.Create(handlers),
            PortsCommand.Create(handlers),
            DetachCommand.Create(handlers, known),
            DemoCommand.Create(handlers),
            LoginCommand.CreateLogin(handlers),
            LoginCommand.CreateLogout(handlers, known),
        };
        foreach (Command command in new RemoteCommands(handlers, known, name => IsMeant(name, arguments)).Create()) root.Add(command);
        root.Add(CompletionCommand.Create(handlers));
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Description = "Show help and examples";
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        // Habits of another system; "-?" is a file name pattern in every shell here.
        help.Aliases.Remove("-?");
        help.Aliases.Remove("/?");
        help.Aliases.Remove("/h");
        return root;
    }

    /// <summary>True when a command is among the words, or when they ask for completions.</summary>
    static bool IsMeant(string name, IReadOnlyList<string>? arguments) =>
        arguments is null || arguments.Any(a => a == name || a.StartsWith("[suggest", StringComparison.Ordinal));

    /// <summary>Parses and runs. A mistake is told in one sentence a line, on standard error.</summary>
    /// <param name="root">What <see cref="Create"/> built.</param>
    /// <param name="arguments">The words after the program's name.</param>
    /// <param name="output">Where help goes.</param>
    /// <param name="error">Where mistakes go.</param>
    /// <param name="cancellationToken">Interrupts the handler.</param>
    public static async Task<ExitCode> RunAsync(
        RootCommand root, IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        ParseResult result = root.Parse(arguments);
        // Signals are the process's business, and so are exceptions.
        InvocationConfiguration configuration = new() { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        if (result.Action is ParseErrorAction)
        {
            if (arguments.Count == 0)
            {
                await root.Parse(["--help"]).InvokeAsync(configuration, cancellationToken);
                return ExitCode.Usage;
            }
            await Mistakes.WriteAsync(result, error);
            return ExitCode.Usage;
        }
        return (ExitCode)await result.InvokeAsync(configuration, cancellationToken);
    }
}
