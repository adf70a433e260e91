using Farhub.Client;

namespace Farhub.CommandLine;

/// <summary><c>farhub attach</c>.</summary>
/// <param name="Hub">Which hub.</param>
/// <param name="Device">Which of its devices.</param>
/// <param name="Json">Answer as a JSON document.</param>
sealed record AttachRequest(HubAddress Hub, DeviceSelector Device, bool Json);
