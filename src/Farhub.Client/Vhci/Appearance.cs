namespace Farhub.Client.Vhci;

/// <summary>One thing as which a device has appeared in the operating system.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">A path such as <c>/dev/sda1</c>; a network interface, a card's number, a driver.</param>
/// <param name="Detail">What it calls itself, if it does. From the device: clean it before it reaches a terminal.</param>
public sealed record Appearance(AppearanceKind Kind, string Name, string? Detail = null);
