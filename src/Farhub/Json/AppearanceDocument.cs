namespace Farhub.Json;

/// <summary>One thing as which an attached device has appeared.</summary>
/// <param name="Kind">block, serial, input, hidraw, sound, video, network, node, driver or noDriver.</param>
/// <param name="Name">A path such as <c>/dev/sda1</c>; a network interface, a card's number, a driver.</param>
/// <param name="Detail">What it calls itself; null when it does not.</param>
sealed record AppearanceDocument(string Kind, string Name, string? Detail);
