namespace Farhub.Json;

/// <summary>Answer of <c>farhub ports --json</c>.</summary>
/// <param name="Ports">Those with something attached.</param>
sealed record PortsDocument(IReadOnlyList<PortDocument> Ports);
