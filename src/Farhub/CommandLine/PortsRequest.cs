namespace Farhub.CommandLine;

/// <summary><c>farhub ports</c>.</summary>
/// <param name="Json">Answer as a JSON document.</param>
sealed record PortsRequest(bool Json);
