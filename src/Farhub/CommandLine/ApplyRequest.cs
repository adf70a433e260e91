namespace Farhub.CommandLine;

/// <summary><c>farhub apply</c>.</summary>
/// <param name="Hub">Which hub, as typed; null for the one of this machine.</param>
/// <param name="File">The file; <c>-</c> for standard input.</param>
/// <param name="Plan">Only say what would change.</param>
/// <param name="Json">Print the answer as it comes.</param>
sealed record ApplyRequest(string? Hub, string File, bool Plan, bool Json);
