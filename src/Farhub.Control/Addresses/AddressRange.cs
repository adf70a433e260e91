using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Farhub.Control.Addresses;

/// <summary>Network addresses that are meant together: one (<c>192.0.2.1</c>, <c>2001:db8::1</c>), a network (<c>192.0.2.0/24</c>, <c>2001:db8::/32</c>),
/// or <c>any</c>.</summary>
/// <remarks>An IPv4 address that comes as IPv6 (<c>::ffff:192.0.2.1</c>) is that IPv4 address, here and in what is asked; so <c>::/0</c> has no IPv4
/// address in it, and <c>any</c> has all. The zone of an address (<c>fe80::1%eth0</c>) is not looked at.</remarks>
public sealed record AddressRange
{
    const string AnyText = "any";
    const int BitsOfIPv4 = 32;
    const int BitsOfIPv6 = 128;

    /// <summary>Length of <c>::ffff:0:0/96</c>, where IPv4 addresses are in IPv6.</summary>
    const int BitsBeforeMapped = BitsOfIPv6 - BitsOfIPv4;

    /// <summary>Bits of an address of the family; 0 for any.</summary>
    readonly int _width;

    /// <summary>The address, in the low bits.</summary>
    readonly UInt128 _network;

    AddressRange(int width, UInt128 network, int prefixLength)
    {
        _width = width;
        _network = network;
        PrefixLength = prefixLength;
    }

    /// <summary>Every address of either family.</summary>
    public static AddressRange Any { get; } = new(0, 0, 0);

    /// <summary>True for every address of either family.</summary>
    public bool IsAny => _width == 0;

    /// <summary>The address, or the first of the network; null for any.</summary>
    public IPAddress? Network => _width switch
    {
        0 => null,
        BitsOfIPv4 => Make(_network, stackalloc byte[16], BitsOfIPv4 / 8),
        _ => Make(_network, stackalloc byte[16], BitsOfIPv6 / 8),
    };

    /// <summary>How many leading bits are fixed: all 32 or 128 for a single address, 0 for any.</summary>
    public int PrefixLength { get; }

    /// <summary>Reads a range as people write it.</summary>
    /// <param name="text">An address, a network with the length of its prefix, or <c>any</c>.</param>
    /// <param name="range">What was read.</param>
    /// <param name="error">One sentence that says what is wrong.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out AddressRange? range, [NotNullWhen(false)] out string? error)
    {
        range = null;
        error = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            error = $"An address is needed: 192.0.2.1, 2001:db8::1, a network such as 192.0.2.0/24, or {AnyText}.";
            return false;
        }
        text = text.Trim();
        if (text.Equals(AnyText, StringComparison.OrdinalIgnoreCase))
        {
            range = Any;
            return true;
        }
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        string addressText = slash < 0 ? text : text[..slash];
        if (!TryParseAddress(addressText, out IPAddress? address, out error)) return false;
        int bits = address.AddressFamily == AddressFamily.InterNetwork ? BitsOfIPv4 : BitsOfIPv6;
        int length = bits;
        if (slash >= 0 && !TryParseNumber(text.AsSpan(slash + 1), bits, out length))
        {
            error = $"'{text[slash..]}' is no prefix length of an IPv{(bits == BitsOfIPv4 ? 4 : 6)} address: /0 to /{bits}.";
            return false;
        }
        bool isMapped = address.IsIPv4MappedToIPv6 && length >= BitsBeforeMapped;
        if (isMapped) length -= BitsBeforeMapped;
        (int width, UInt128 number) = isMapped ? Number(address.MapToIPv4()) : (bits, NumberAsWritten(address));
        var made = new AddressRange(width, number & Mask(width, length), length);
        if (made._network != number)
        {
            error = $"The address has bits set after the first {(isMapped ? length + BitsBeforeMapped : length)} in {text}: did you mean {made}?";
            return false;
        }
        range = made;
        return true;
    }

    /// <summary>Reads a range as people write it.</summary>
    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public static AddressRange Parse(string text) => TryParse(text, out AddressRange? range, out string? error) ? range : throw new FormatException(error);

    /// <summary>True when an address is in the range.</summary>
    public bool Contains(IPAddress address)
    {
        if (IsAny) return true;
        (int width, UInt128 number) = Number(address);
        return width == _width && (number & Mask(width, PrefixLength)) == _network;
    }

    /// <summary>The canonical form: IPv6 as in RFC 5952, a single address without its prefix length.</summary>
    public override string ToString() => IsAny ? AnyText : PrefixLength == _width ? $"{Network}" : $"{Network}/{PrefixLength}";

    /// <summary>The leading bits of an address of some width.</summary>
    static UInt128 Mask(int width, int length)
    {
        UInt128 all = width == BitsOfIPv6 ? UInt128.MaxValue : (UInt128.One << width) - 1;
        // Shifting by the whole width would shift by nothing.
        return length == 0 ? 0 : all << (width - length) & all;
    }

    /// <summary>Width and number of an address; a mapped one is IPv4.</summary>
    static (int Width, UInt128 Number) Number(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork ? (BitsOfIPv4, NumberAsWritten(address))
        : address.IsIPv4MappedToIPv6 ? (BitsOfIPv4, NumberAsWritten(address) & uint.MaxValue)
        : (BitsOfIPv6, NumberAsWritten(address));

    static UInt128 NumberAsWritten(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        address.TryWriteBytes(address.AddressFamily == AddressFamily.InterNetwork ? bytes[12..] : bytes, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    static IPAddress Make(UInt128 number, Span<byte> bytes, int size)
    {
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return new IPAddress(bytes[^size..]);
    }

    /// <summary>Reads one address without its prefix length. <see cref="IPAddress.TryParse(string, out IPAddress)"/> alone would also take <c>1</c>,
    /// <c>0x7f.1</c>, <c>010.0.0.1</c> (octal) and <c>1.2.3</c>, which rarely mean what it makes of them.</summary>
    static bool TryParseAddress(string text, [NotNullWhen(true)] out IPAddress? address, [NotNullWhen(false)] out string? error)
    {
        address = null;
        error = null;
        if (!text.Contains(':', StringComparison.Ordinal))
        {
            if (IsDottedQuad(text))
                address = IPAddress.Parse(text);
            else
                error = $"'{text}' is no address: IPv4 is four numbers from 0 to 255 without leading zeros, as in 192.0.2.1; IPv6 is as in 2001:db8::1; or {AnyText}.";
            return address is not null;
        }
        int percent = text.IndexOf('%', StringComparison.Ordinal);
        string withoutZone = percent < 0 ? text : text[..percent];
        string zone = percent < 0 ? "0" : text[(percent + 1)..];
        string tail = withoutZone[(withoutZone.LastIndexOf(':') + 1)..];
        bool isSound = zone.Length > 0 && zone.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            && withoutZone.All(c => char.IsAsciiHexDigit(c) || c is ':' or '.')
            && (!withoutZone.Contains('.', StringComparison.Ordinal) || IsDottedQuad(tail))
            && IPAddress.TryParse(withoutZone, out address);
        if (!isSound) error = $"'{text}' is no IPv6 address: write it without brackets and port, as in 2001:db8::1.";
        return isSound;
    }

    static bool IsDottedQuad(string text)
    {
        string[] parts = text.Split('.');
        return parts.Length == 4 && parts.All(part => TryParseNumber(part, byte.MaxValue, out _));
    }

    /// <summary>Reads a decimal number of at most three digits, without leading zeros.</summary>
    static bool TryParseNumber(ReadOnlySpan<char> text, int max, out int number)
    {
        number = 0;
        if (text.Length is 0 or > 3 || (text.Length > 1 && text[0] == '0')) return false;
        foreach (char c in text)
        {
            if (!char.IsAsciiDigit(c)) return false;
            number = (number * 10) + (c - '0');
        }
        return number <= max;
    }
}
