using Farhub.Devices;

namespace Farhub.Web.Pages.Parts;

/// <summary>Devices in words for people.</summary>
static class DeviceText
{
    /// <summary>What it is called: by its maker, or by its numbers.</summary>
    internal static string NameOf(DeviceInfo device)
    {
        string name = $"{device.Manufacturer} {device.Product}".Trim();
        // Many makers write their name into both.
        if (device is { Manufacturer: { Length: > 0 } maker, Product: { } product } && product.StartsWith(maker, StringComparison.OrdinalIgnoreCase)) name = product;
        return name.Length > 0 ? name : $"USB device {device.Id}";
    }
}
