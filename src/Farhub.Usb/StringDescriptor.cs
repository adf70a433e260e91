using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Farhub.Usb;

/// <summary>A string descriptor (USB 2.0, section 9.6.7): UTF-16LE without terminator, at most 126 code units.</summary>
/// <remarks><code>
/// +0 bLength(2 + 2n)  +1 bDescriptorType(3)  +2 n × u16le code unit; for index 0, n × u16le language id
/// </code></remarks>
public static class StringDescriptor
{
    /// <summary>Bytes before the text.</summary>
    public const int HeaderSize = 2;

    /// <summary>Most bytes of a whole descriptor: bLength is one byte, and even.</summary>
    public const int MaxSize = 254;

    /// <summary>Most UTF-16 code units in a descriptor.</summary>
    public const int MaxLength = (MaxSize - HeaderSize) / 2;

    /// <summary>The language id nearly every device has: English (United States). "Nearly": index 0 says which there are.</summary>
    public const ushort EnglishUnitedStates = 0x0409;

    /// <summary>Reads the text, in just the way Linux does for sysfs, since a device must have one serial number whichever way it was read:
    /// it ends at the first NUL, surrogates without partner are left out, and so is half a code unit at the end.</summary>
    /// <param name="bytes">What the device answered: less or more than bLength says, it makes no difference.</param>
    /// <param name="text">The text; may be empty, and may hold control characters other than NUL.</param>
    /// <returns>False when it is no string descriptor.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (!TryBody(bytes, out ReadOnlySpan<byte> body)) return false;
        Span<char> units = stackalloc char[MaxLength];
        int count = 0;
        for (int i = 0; i + 1 < body.Length; i += 2)
        {
            char unit = UnitAt(body, i);
            if (unit == '\0') break;
            if (!char.IsSurrogate(unit))
            {
                units[count++] = unit;
            }
            else if (char.IsHighSurrogate(unit) && i + 3 < body.Length && char.IsLowSurrogate(UnitAt(body, i + 2)))
            {
                units[count++] = unit;
                units[count++] = UnitAt(body, i + 2);
                i += 2;
            }
        }
        text = new string(units[..count]);
        return true;
    }

    /// <summary>Writes the text, all code units as they are. A longer one than <see cref="MaxLength"/> is cut, never between a pair of surrogates.</summary>
    /// <param name="bytes">Room for 2 + 2n bytes; <see cref="MaxSize"/> is always enough.</param>
    /// <param name="text">What to say.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Not enough room. Nothing was written.</exception>
    public static int Write(Span<byte> bytes, ReadOnlySpan<char> text)
    {
        if (text.Length > MaxLength)
        {
            bool splitsPair = char.IsHighSurrogate(text[MaxLength - 1]) && char.IsLowSurrogate(text[MaxLength]);
            text = text[..(splitsPair ? MaxLength - 1 : MaxLength)];
        }
        bytes = bytes[..(HeaderSize + (2 * text.Length))];
        bytes[0] = (byte)bytes.Length;
        bytes[1] = DescriptorType.String;
        for (int i = 0; i < text.Length; i++) BinaryPrimitives.WriteUInt16LittleEndian(bytes[(HeaderSize + (2 * i))..], text[i]);
        return bytes.Length;
    }

    /// <summary>Reads descriptor 0: the languages that the others can be asked for in.</summary>
    /// <returns>False when it is no string descriptor. A device may well list no language at all.</returns>
    public static bool TryReadLanguages(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out IReadOnlyList<ushort>? languages)
    {
        languages = null;
        if (!TryBody(bytes, out ReadOnlySpan<byte> body)) return false;
        var all = new ushort[body.Length / 2];
        for (int i = 0; i < all.Length; i++) all[i] = UnitAt(body, 2 * i);
        languages = all;
        return true;
    }

    /// <summary>Writes descriptor 0.</summary>
    /// <param name="bytes">Room for 2 + 2n bytes.</param>
    /// <param name="languages">Language ids, at most <see cref="MaxLength"/>.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Too many languages, or not enough room. Nothing was written.</exception>
    public static int WriteLanguages(Span<byte> bytes, params ReadOnlySpan<ushort> languages)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(languages.Length, MaxLength, nameof(languages));
        bytes = bytes[..(HeaderSize + (2 * languages.Length))];
        bytes[0] = (byte)bytes.Length;
        bytes[1] = DescriptorType.String;
        for (int i = 0; i < languages.Length; i++) BinaryPrimitives.WriteUInt16LittleEndian(bytes[(HeaderSize + (2 * i))..], languages[i]);
        return bytes.Length;
    }

    static bool TryBody(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> body)
    {
        body = default;
        if (bytes.Length < HeaderSize || bytes[0] < HeaderSize || bytes[1] != DescriptorType.String) return false;
        body = bytes[HeaderSize..Math.Min(bytes[0], bytes.Length)];
        return true;
    }

    static char UnitAt(ReadOnlySpan<byte> body, int at) => (char)BinaryPrimitives.ReadUInt16LittleEndian(body[at..]);
}
