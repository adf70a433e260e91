using System.CommandLine;
using Farhub.CommandLine;

namespace Farhub.Tests.CommandLine;

/// <summary>Words typed after <c>farhub</c>, and what came of them.</summary>
sealed record Typed(ExitCode Code, string Output, string Error)
{
    /// <summary>Parses and calls a handler that expects <paramref name="request"/>; null expects that none is called.</summary>
    public static async Task<Typed> RunAsync(object? request, params string[] words)
    {
        FakeHandlers handlers = new(request);
        using StringWriter output = new();
        using StringWriter error = new();
        RootCommand root = CommandTree.Create(handlers, new FakeKnownValues());
        ExitCode code = await CommandTree.RunAsync(root, words, output, error, TestContext.Current.CancellationToken);
        Assert.Equal(request is null ? 0 : 1, handlers.Calls);
        // The library names the program after the running executable.
        return new Typed(code, output.ToString().Replace(RootCommand.ExecutableName, "farhub", StringComparison.Ordinal), error.ToString());
    }

    /// <summary>Asserts that the words become this request, silently.</summary>
    public static async Task IsAsync(object request, params string[] words) =>
        Assert.Equal(new Typed(FakeHandlers.Answer, "", ""), await RunAsync(request, words));

    /// <summary>Asserts that the words are refused with these lines.</summary>
    public static async Task IsRefusedAsync(string lines, params string[] words) =>
        Assert.Equal(new Typed(ExitCode.Usage, "", lines + "\n"), await RunAsync(null, words));
}
