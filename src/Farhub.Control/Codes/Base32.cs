using System.Diagnostics.CodeAnalysis;

namespace Farhub.Control.Codes;

/// <summary>Base32 of RFC 4648, in which people and authenticator apps pass keys on. Written in capitals without padding. Read with small
/// letters, spaces and dashes too, as people type them; anything else that the writer would not have written is refused.</summary>
public static class Base32
{
    const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The bytes as text.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        char[] text = new char[((bytes.Length * 8) + 4) / 5];
        int length = 0;
        int bits = 0;
        int held = 0;
        foreach (byte b in bytes)
        {
            bits = ((bits << 8) | b) & 0xfff; // Never more than four bits are left over from the byte before.
            for (held += 8; held >= 5; held -= 5) text[length++] = Alphabet[(bits >> (held - 5)) & 31];
        }
        if (held > 0) text[length] = Alphabet[(bits << (5 - held)) & 31];
        return new string(text);
    }

    /// <summary>The bytes a text stands for.</summary>
    /// <returns>False when it is not base32: a strange character, padding, a length that no number of bytes has, or bits left over that are not zero.</returns>
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        int letters = text.Length - text.Count(' ') - text.Count('-');
        // So many letters carry five bits more than whole bytes, or more: one of them says nothing.
        if (letters % 8 is 1 or 3 or 6) return false;
        byte[] read = new byte[letters * 5 / 8];
        int length = 0;
        int bits = 0;
        int held = 0;
        foreach (char c in text)
        {
            if (c is ' ' or '-') continue;
            int value = Value(c);
            if (value < 0) return false;
            bits = ((bits << 5) | value) & 0xfff;
            held += 5;
            if (held < 8) continue;
            held -= 8;
            read[length++] = (byte)((bits >> held) & 0xff);
        }
        if ((bits & ((1 << held) - 1)) != 0) return false;
        bytes = read;
        return true;
    }

    static int Value(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a',
        >= '2' and <= '7' => c - '2' + 26,
        _ => -1,
    };
}
