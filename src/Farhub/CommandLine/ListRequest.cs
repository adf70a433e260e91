using Farhub.Client;

namespace Farhub.CommandLine;

/// <summary><c>farhub list</c>.</summary>
/// <param name="Hub">Which hub.</param>
/// <param name="Json">Answer as a JSON document.</param>
sealed record ListRequest(HubAddress Hub, bool Json);
