using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Farhub.Usb;

/// <summary>idVendor and idProduct, written <c>1209:0001</c>.</summary>
/// <param name="Vendor">idVendor.</param>
/// <param name="Product">idProduct.</param>
public readonly record struct VidPid(ushort Vendor, ushort Product)
{
    /// <summary>Reads <c>vvvv:pppp</c>, one to four hexadecimal digits each.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out VidPid value)
    {
        value = default;
        if (text is null) return false;
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon is < 1 or > 4 || text.Length - colon - 1 is < 1 or > 4) return false;
        if (!ushort.TryParse(text.AsSpan(0, colon), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort vendor)
            || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort product))
        {
            return false;
        }
        value = new VidPid(vendor, product);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Vendor:x4}:{Product:x4}";
}
