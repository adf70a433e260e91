namespace Farhub.CommandLine;

/// <summary><c>farhub devices</c>.</summary>
/// <param name="Json">Answer as a JSON document.</param>
sealed record DevicesRequest(bool Json);
