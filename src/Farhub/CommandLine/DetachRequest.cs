namespace Farhub.CommandLine;

/// <summary><c>farhub detach</c>.</summary>
/// <param name="Port">Which attached devices.</param>
/// <param name="Json">Answer as a JSON document.</param>
sealed record DetachRequest(PortSelector Port, bool Json);
