using System.CommandLine;

namespace Farhub.CommandLine;

/// <summary>A command whose help ends with examples.</summary>
sealed class ExampleCommand(string name, string description) : Command(name, description)
{
    /// <summary>A command line, and what it does.</summary>
    public IReadOnlyList<(string CommandLine, string Purpose)> Examples { get; init; } = [];

    /// <summary>Runs the handler when the command line is this command's.</summary>
    public void SetAction(Func<ParseResult, CancellationToken, Task<ExitCode>> handler) =>
        base.SetAction(async (result, cancellationToken) => (int)await handler(result, cancellationToken));
}
