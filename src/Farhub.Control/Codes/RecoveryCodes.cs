using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Farhub.Control.Codes;

/// <summary>Ten codes of the form <c>7K3D-Q0VN-9XWA</c>, each good once, for the day a token is lost. Shown when they are made and never again:
/// what is kept are salted hashes.</summary>
/// <remarks>SHA-256, which is fast, is enough where a password would need a slow hash: a password is one of millions that people choose, a code
/// is one of 2^60 that dice chose. A machine that tries 10^10 a second, on a stolen database, tries for years for one code, and to slow each try
/// down would cost the hub more than it helps. Each code has its own salt, so that a try is a try at one code and not at all of them.</remarks>
public sealed class RecoveryCodes
{
    /// <summary>How many are made at once.</summary>
    public const int Count = 10;

    const int Symbols = 12;
    const int SaltSize = 16;
    const int EntrySize = SaltSize + SHA256.HashSizeInBytes;

    readonly byte[][] _entries;

    RecoveryCodes(byte[][] entries) => _entries = entries;

    /// <summary>How many have not been used.</summary>
    public int Remaining => _entries.Length;

    /// <summary>Makes ten.</summary>
    /// <param name="codes">What the person must write down now.</param>
    public static RecoveryCodes Generate(out IReadOnlyList<string> codes)
    {
        string[] made = new string[Count];
        byte[][] entries = new byte[Count][];
        for (int i = 0; i < Count; i++)
        {
            string symbols = RandomNumberGenerator.GetString(Crockford.Alphabet, Symbols);
            made[i] = $"{symbols[..4]}-{symbols[4..8]}-{symbols[8..]}";
            entries[i] = NewEntry(symbols);
        }
        codes = made;
        return new RecoveryCodes(entries);
    }

    /// <summary>Uses a code up.</summary>
    /// <param name="code">What somebody typed: small letters, spaces and missing dashes do not matter, nor I, L and O for 1 and 0.</param>
    /// <param name="remaining">The codes that are left, which must be stored before the person is let in; these when the code is none of them.</param>
    /// <returns>True when it was one of them.</returns>
    public bool TryUse(ReadOnlySpan<char> code, out RecoveryCodes remaining)
    {
        remaining = this;
        Span<byte> input = stackalloc byte[SaltSize + Symbols];
        if (!TryReadSymbols(code, input[SaltSize..])) return false;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        int found = -1;
        // All of them, whichever matches: the time must not say which.
        for (int i = 0; i < _entries.Length; i++)
        {
            _entries[i].AsSpan(0, SaltSize).CopyTo(input);
            SHA256.HashData(input, hash);
            bool matches = CryptographicOperations.FixedTimeEquals(hash, _entries[i].AsSpan(SaltSize));
            found = matches ? i : found;
        }
        if (found < 0) return false;
        remaining = new RecoveryCodes([.. _entries[..found], .. _entries[(found + 1)..]]);
        return true;
    }

    /// <summary>As text for a database: salts and hashes in hexadecimal, '.' between the codes; empty when none is left.</summary>
    public string Write() => string.Join('.', _entries.Select(Convert.ToHexString));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static bool TryRead(string? text, [NotNullWhen(true)] out RecoveryCodes? codes)
    {
        codes = null;
        if (text is null) return false;
        string[] parts = text.Length == 0 ? [] : text.Split('.');
        if (parts.Length > Count) return false;
        byte[][] entries = new byte[parts.Length][];
        for (int i = 0; i < parts.Length; i++)
        {
            entries[i] = new byte[EntrySize];
            if (parts[i].Length != EntrySize * 2 || Convert.FromHexString(parts[i], entries[i], out _, out _) != System.Buffers.OperationStatus.Done) return false;
        }
        codes = new RecoveryCodes(entries);
        return true;
    }

    /// <summary>How many are left.</summary>
    public override string ToString() => $"{Remaining} recovery codes";

    static byte[] NewEntry(string symbols)
    {
        byte[] entry = new byte[EntrySize];
        Span<byte> input = stackalloc byte[SaltSize + Symbols];
        RandomNumberGenerator.Fill(input[..SaltSize]);
        for (int i = 0; i < Symbols; i++) input[SaltSize + i] = (byte)symbols[i];
        input[..SaltSize].CopyTo(entry);
        SHA256.HashData(input, entry.AsSpan(SaltSize));
        return entry;
    }

    static bool TryReadSymbols(ReadOnlySpan<char> code, Span<byte> symbols)
    {
        int length = 0;
        foreach (char c in code)
        {
            if (c is ' ' or '-') continue;
            char symbol = Crockford.Symbol(c);
            if (symbol == '\0' || length == symbols.Length) return false;
            symbols[length++] = (byte)symbol;
        }
        return length == symbols.Length;
    }
}
