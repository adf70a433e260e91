using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using Farhub.CommandLine;
using Farhub.Rendering;

namespace Farhub;

/// <summary>One run: words in, exit code out, and no exception in anybody's face.</summary>
static class FarhubProgram
{
    /// <summary>Runs one command line to its end.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "The last stop: whatever it is, the person gets one sentence.")]
    public static async Task<ExitCode> RunAsync(
        IReadOnlyList<string> arguments, Screen screen, ICommandHandlers handlers, IKnownValues known, CancellationToken cancellationToken)
    {
        try
        {
            RootCommand root = CommandTree.Create(handlers, known, arguments);
            return await CommandTree.RunAsync(root, arguments, screen.Output, screen.Error, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception exception)
        {
            Failure failure = Failure.Of(exception);
            screen.Mistake(failure.Sentence);
            return failure.Code;
        }
    }
}
