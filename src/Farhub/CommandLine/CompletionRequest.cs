namespace Farhub.CommandLine;

/// <summary><c>farhub completion</c>.</summary>
/// <param name="Shell">Whose script.</param>
sealed record CompletionRequest(CompletionShell Shell);
