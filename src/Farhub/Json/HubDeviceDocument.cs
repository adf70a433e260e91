namespace Farhub.Json;

/// <summary>A device of a hub. Texts are as the hub sent them.</summary>
/// <param name="BusId">To attach it by.</param>
/// <param name="Id">VID:PID.</param>
/// <param name="Vendor">As usb.ids knows it; null when it does not.</param>
/// <param name="Product">As usb.ids knows it; null when it does not.</param>
/// <param name="Class">Class of the device or of its first interface, in words.</param>
/// <param name="Speed">low, full, high, super, super+ or unknown.</param>
/// <param name="Path">Free text of the hub.</param>
/// <param name="Interfaces">Class, subclass and protocol of each, as in <c>08/06/50</c>.</param>
sealed record HubDeviceDocument(
    string BusId, string Id, string? Vendor, string? Product, string Class, string Speed, string Path, IReadOnlyList<string> Interfaces);
