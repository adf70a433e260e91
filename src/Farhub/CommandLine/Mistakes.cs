using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Farhub.CommandLine;

/// <summary>Tells what is wrong with a command line: one sentence a mistake, then where help is.</summary>
static class Mistakes
{
    public static async Task WriteAsync(ParseResult result, TextWriter error)
    {
        string command = string.Join(' ', CommandNames(result.CommandResult));
        foreach (string sentence in result.Errors.Select(Sentence).Distinct())
        {
            await error.WriteLineAsync($"{command}: {sentence}");
        }
        foreach (string line in Corrections(result))
        {
            await error.WriteLineAsync(line);
        }
        await error.WriteLineAsync($"Try '{command} --help'.");
    }

    static IEnumerable<string> CommandNames(CommandResult result) =>
        result.Parent is CommandResult parent ? [.. CommandNames(parent), result.Command.Name] : ["farhub"];

    static string Sentence(ParseError mistake) => mistake.SymbolResult switch
    {
        ArgumentResult { Tokens.Count: 0, Argument.Arity.MinimumNumberOfValues: > 0 } missing when missing.Parent is CommandResult => $"{missing.Argument.Name} is missing.",
        _ => mistake.Message,
    };

    /// <summary>"Did you mean", as the library finds it.</summary>
    static string[] Corrections(ParseResult result)
    {
        using StringWriter corrections = new();
        InvocationConfiguration configuration = new() { Output = corrections, Error = TextWriter.Null };
        ((ParseErrorAction)result.Action!).ShowHelp = false;
        result.Invoke(configuration);
        return corrections.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
