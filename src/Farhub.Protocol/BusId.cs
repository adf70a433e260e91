using System.Globalization;
using System.Text;

namespace Farhub.Protocol;

/// <summary>The name of a device on one hub: opaque to clients, 1 to 31 bytes of UTF-8. It is printed on terminals and becomes a file name
/// and a command-line argument elsewhere, so it has no control or invisible formatting characters, no spaces, no '/' or '\', does not
/// start with '-', and is neither "." nor "..". On the wire 32 bytes, padded with NULs.</summary>
public readonly record struct BusId
{
    /// <summary>Size of the field on the wire, in bytes (USBIP_BUS_ID_SIZE).</summary>
    public const int FieldSize = 32;

    readonly string? _text;

    BusId(string text) => _text = text;

    /// <summary>Checks and wraps a text.</summary>
    public static bool TryParse(string? text, out BusId busId)
    {
        busId = default;
        if (string.IsNullOrEmpty(text) || text is "." or ".." || text[0] == '-' || Encoding.UTF8.GetByteCount(text) >= FieldSize) return false;
        foreach (Rune rune in text.EnumerateRunes())
        {
            // U+FFFD is what invalid UTF-8, and half a surrogate pair, have become.
            if (rune.Value is '/' or '\\' or '\uFFFD' || Rune.IsControl(rune) || Rune.IsWhiteSpace(rune)
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format)
            {
                return false;
            }
        }
        busId = new BusId(text);
        return true;
    }

    /// <summary>Checks and wraps a text.</summary>
    /// <exception cref="FormatException">It cannot be a bus id.</exception>
    public static BusId Parse(string text) =>
        TryParse(text, out BusId busId) ? busId : throw new FormatException($"'{text}' cannot be a bus id: 1 to 31 bytes, no spaces, no '/', no '-' at the start.");

    /// <summary>Reads the 32-byte field. A field without NUL is all 32 bytes long and therefore not a bus id; what stands after the first NUL
    /// is not looked at.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="FieldSize"/> bytes.</exception>
    public static bool TryRead(ReadOnlySpan<byte> field, out BusId busId)
    {
        field = field[..FieldSize];
        busId = default;
        int end = field.IndexOf((byte)0);
        return end > 0 && TryParse(Encoding.UTF8.GetString(field[..end]), out busId);
    }

    /// <summary>Writes the 32-byte field, all of it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="FieldSize"/> bytes of room. Nothing was written.</exception>
    public void Write(Span<byte> field)
    {
        field = field[..FieldSize];
        field.Clear();
        Encoding.UTF8.GetBytes(ToString(), field);
    }

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}
