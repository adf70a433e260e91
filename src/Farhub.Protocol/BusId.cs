using System.Text;

namespace Farhub.Protocol;

/// <summary>The name of a device on one hub: opaque to clients, 1 to 31 bytes of UTF-8, no NUL, no control characters, no spaces, no '/'
/// (it becomes a file name and a command-line argument elsewhere). On the wire 32 bytes, padded with NULs.</summary>
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
        if (string.IsNullOrEmpty(text) || Encoding.UTF8.GetByteCount(text) >= FieldSize) return false;
        foreach (char c in text)
        {
            if (char.IsControl(c) || char.IsWhiteSpace(c) || c is '/' or '\uFFFD') return false;
        }
        busId = new BusId(text);
        return true;
    }

    /// <summary>Checks and wraps a text.</summary>
    /// <exception cref="FormatException">It cannot be a bus id.</exception>
    public static BusId Parse(string text) =>
        TryParse(text, out BusId busId) ? busId : throw new FormatException($"'{text}' cannot be a bus id: 1 to 31 bytes, no spaces, no '/'.");

    /// <summary>Reads the 32-byte field. A field without NUL is all 32 bytes long and therefore not a bus id.</summary>
    public static bool TryRead(ReadOnlySpan<byte> field, out BusId busId)
    {
        busId = default;
        int end = field[..FieldSize].IndexOf((byte)0);
        return end > 0 && TryParse(Encoding.UTF8.GetString(field[..end]), out busId);
    }

    /// <summary>Writes the 32-byte field, all of it.</summary>
    public void Write(Span<byte> field)
    {
        field[..FieldSize].Clear();
        Encoding.UTF8.GetBytes(ToString(), field);
    }

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}
