using Farhub.Usb;

namespace Farhub.Rendering;

/// <summary>What to call a device when speaking to people: what it says of itself, else what usb.ids knows, else numbers.</summary>
sealed class DeviceNames(UsbIds ids)
{
    static readonly string[] Files = ["/usr/share/misc/usb.ids", "/usr/share/hwdata/usb.ids", "/var/lib/usbutils/usb.ids"];

    /// <summary>With the usb.ids of this machine, if it has one.</summary>
    public static DeviceNames Installed() => Read(Files);

    /// <summary>With the first of the files that can be read.</summary>
    internal static DeviceNames Read(IEnumerable<string> files)
    {
        foreach (string file in files)
        {
            try
            {
                using StreamReader reader = new(file);
                return new DeviceNames(UsbIds.Read(reader));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Names are a courtesy; the next file may do.
            }
        }
        return new DeviceNames(UsbIds.Empty);
    }

    /// <summary>The vendor's name; null when nobody knows it.</summary>
    public string? Vendor(VidPid id, string? own = null) => NullIfBlank(own) ?? ids.Vendor(id.Vendor);

    /// <summary>The product's name; null when nobody knows it.</summary>
    public string? Product(VidPid id, string? own = null) => NullIfBlank(own) ?? ids.Product(id);

    /// <summary>Vendor and product in one; the class when neither has a name.</summary>
    public string Full(VidPid id, string? vendor, string? product, string usbClass) =>
        NullIfBlank($"{Vendor(id, vendor)} {Product(id, product)}".Trim()) ?? usbClass;

    /// <summary>Class of a device in words. Most leave that to their interfaces, and the first of those says what people would say.</summary>
    public static string Class(byte device, IEnumerable<byte> interfaces)
    {
        bool leavesIt = device is UsbClass.PerInterface or UsbClass.Miscellaneous;
        return UsbClass.NameOf(leavesIt ? interfaces.Append(device).First() : device);
    }

    static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
