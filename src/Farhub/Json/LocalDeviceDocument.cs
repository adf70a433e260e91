namespace Farhub.Json;

/// <summary>A device of this machine.</summary>
/// <param name="BusId">Port path, and bus id in USB/IP.</param>
/// <param name="Id">VID:PID.</param>
/// <param name="Serial">As the device says; null when it has none.</param>
/// <param name="Vendor">As the device says, or as usb.ids knows it; null when nobody does.</param>
/// <param name="Product">As the device says, or as usb.ids knows it; null when nobody does.</param>
/// <param name="Class">Class of the device or of its first interface, in words.</param>
/// <param name="Speed">low, full, high, super, super+ or unknown.</param>
/// <param name="Drivers">Kernel drivers bound to it here.</param>
/// <param name="Shareable">True when it could be attached now.</param>
/// <param name="Reason">Why not; null when it could be.</param>
sealed record LocalDeviceDocument(
    string BusId, string Id, string? Serial, string? Vendor, string? Product, string Class, string Speed, IReadOnlyList<string> Drivers, bool Shareable, string? Reason);
