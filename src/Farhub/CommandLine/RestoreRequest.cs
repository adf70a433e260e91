namespace Farhub.CommandLine;

/// <summary><c>farhub restore</c>.</summary>
/// <param name="File">The backup.</param>
/// <param name="StateDirectory">The hub's state directory; null for the usual one.</param>
/// <param name="Store">The hub's store; null for the one in the state directory.</param>
sealed record RestoreRequest(string File, string? StateDirectory, string? Store);
