namespace Farhub.Json;

/// <summary>Answer of <c>farhub devices --json</c>.</summary>
/// <param name="Devices">In the order of their bus ids.</param>
sealed record LocalDevicesDocument(IReadOnlyList<LocalDeviceDocument> Devices);
