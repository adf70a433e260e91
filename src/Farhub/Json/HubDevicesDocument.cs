namespace Farhub.Json;

/// <summary>Answer of <c>farhub list HUB --json</c>.</summary>
/// <param name="Hub">Who was asked, with the port.</param>
/// <param name="Devices">In the hub's order.</param>
sealed record HubDevicesDocument(string Hub, IReadOnlyList<HubDeviceDocument> Devices);
