using System.Buffers.Binary;
using System.Text;

namespace Farhub.Control.Codes;

/// <summary>Codes from a counter (RFC 4226). Digits are ASCII; leading zeros count.</summary>
public static class Hotp
{
    /// <summary>Fewest digits a code has.</summary>
    public const int MinDigits = 4;

    /// <summary>Most digits a code has: 31 bits make no more, and the tenth is 0, 1 or 2.</summary>
    public const int MaxDigits = 10;

    /// <summary>Writes a code.</summary>
    /// <param name="algorithm">Hash under the HMAC.</param>
    /// <param name="key">Shared key.</param>
    /// <param name="counter">The counter; all 64 bits count.</param>
    /// <param name="code">Filled with digits: its length says how many.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="MinDigits"/> or more than <see cref="MaxDigits"/>.</exception>
    public static void Write(CodeAlgorithm algorithm, ReadOnlySpan<byte> key, long counter, Span<byte> code)
    {
        Span<byte> message = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(message, counter);
        Span<byte> mac = stackalloc byte[CodeHash.MaxSize];
        Truncate(mac[..CodeHash.Mac(algorithm, key, message, mac)], code);
    }

    /// <summary>A code as text.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="MinDigits"/> or more than <see cref="MaxDigits"/>.</exception>
    public static string Code(CodeAlgorithm algorithm, ReadOnlySpan<byte> key, long counter, int digits)
    {
        CheckDigits(digits);
        Span<byte> code = stackalloc byte[digits];
        Write(algorithm, key, counter, code);
        return Encoding.ASCII.GetString(code);
    }

    /// <summary>Dynamic truncation: the last nibble says where the 31 bits stand, their last decimal digits are the code.</summary>
    internal static void Truncate(ReadOnlySpan<byte> mac, Span<byte> code)
    {
        CheckDigits(code.Length);
        uint value = BinaryPrimitives.ReadUInt32BigEndian(mac[(mac[^1] & 0xf)..]) & 0x7fff_ffff;
        for (int i = code.Length - 1; i >= 0; i--)
        {
            code[i] = (byte)('0' + (value % 10));
            value /= 10;
        }
    }

    internal static void CheckDigits(int digits)
    {
        if (digits is < MinDigits or > MaxDigits)
            throw new ArgumentOutOfRangeException(nameof(digits), digits, $"A code has {MinDigits} to {MaxDigits} digits.");
    }
}
