using System.CommandLine;
using System.CommandLine.Parsing;

namespace Farhub.CommandLine;

/// <summary>Options and arguments that are read by our own types, each with one sentence for what it could not read.</summary>
static class Symbols
{
    /// <summary><c>--json</c>, on every command that reads.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document instead of text" };

    /// <summary>An option that may be given several times.</summary>
    /// <param name="name">With its dashes.</param>
    /// <param name="read">Reads one value.</param>
    /// <param name="mistake">Follows the quoted word: "is not a share: …".</param>
    public static Option<IReadOnlyList<T>> Many<T>(string name, TryRead<T> read, string mistake) => new(name)
    {
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [],
        CustomParser = result => [.. result.Tokens.Select(token => Read(result, token.Value, read, mistake)).OfType<T>()],
    };

    /// <summary>An option that may be given several times, whose values say themselves what is wrong with them.</summary>
    public static Option<IReadOnlyList<T>> Many<T>(string name, TryReadOrExplain<T> read) where T : class => new(name)
    {
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [],
        CustomParser = result => [.. result.Tokens.Select(token => Read(result, token.Value, read)).OfType<T>()],
    };

    /// <summary>An option with one value.</summary>
    public static Option<T> One<T>(string name, TryRead<T> read, string mistake, T byDefault) => new(name)
    {
        DefaultValueFactory = _ => byDefault,
        CustomParser = result => Read(result, result.Tokens[0].Value, read, mistake),
    };

    /// <summary>An argument that must be there.</summary>
    public static Argument<T> Required<T>(string name, TryRead<T> read, string mistake) => new(name)
    {
        CustomParser = result => Read(result, result.Tokens[0].Value, read, mistake),
    };

    /// <summary>An argument that must be there, and says itself what is wrong with it.</summary>
    public static Argument<T> Required<T>(string name, TryReadOrExplain<T> read) where T : class => new(name)
    {
        CustomParser = result => Read(result, result.Tokens[0].Value, read),
    };

    /// <summary>An argument that may be left out.</summary>
    public static Argument<T?> Optional<T>(string name, TryRead<T> read, string mistake) where T : class => new(name)
    {
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => null,
        CustomParser = result => Read(result, result.Tokens[0].Value, read, mistake),
    };

    static T? Read<T>(ArgumentResult result, string text, TryRead<T> read, string mistake)
    {
        if (read(text, out T? value)) return value;
        result.AddError($"'{text}' {mistake}");
        return default;
    }

    static T? Read<T>(ArgumentResult result, string text, TryReadOrExplain<T> read) where T : class
    {
        if (!read(text, out T? value, out string? error)) result.AddError(error);
        return value;
    }
}
