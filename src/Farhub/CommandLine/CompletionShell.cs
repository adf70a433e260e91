namespace Farhub.CommandLine;

/// <summary>Shells for which there is a completion script.</summary>
enum CompletionShell
{
    /// <summary>GNU bash.</summary>
    Bash,
    /// <summary>zsh.</summary>
    Zsh,
    /// <summary>fish.</summary>
    Fish,
}
