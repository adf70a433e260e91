namespace Farhub.Control.Model;

/// <summary>What things may be called: what is a bus id on the wire, a word on a command line, a piece of a URL and a key in YAML without quotes.</summary>
public static class Names
{
    /// <summary>Longest name, in characters: a bus id's 32 bytes less its NUL.</summary>
    public const int MaxLength = 31;

    /// <summary>The rule, for people.</summary>
    public const string Rule = "1 to 31 of a-z, 0-9, '.', '_' and '-', beginning and ending with a letter or digit";

    /// <summary>True when something may be called so.</summary>
    public static bool IsName(string? text) =>
        text is { Length: > 0 and <= MaxLength } && IsEdge(text[0]) && IsEdge(text[^1]) && text.All(c => IsEdge(c) || c is '.' or '_' or '-');

    static bool IsEdge(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);
}
