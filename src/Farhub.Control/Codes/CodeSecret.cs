using System.Security.Cryptography;

namespace Farhub.Control.Codes;

/// <summary>A key shared with a person's token or app, and how codes come from it. Cannot be changed, and does not show its key by accident.</summary>
public sealed class CodeSecret
{
    /// <summary>Shortest key, in bytes: RFC 4226 demands 128 bits.</summary>
    public const int MinKeyLength = 16;

    /// <summary>Longest key, in bytes: the longest block of the hashes; HMAC would only shorten more.</summary>
    public const int MaxKeyLength = 128;

    /// <summary>Longest period of time codes: 1 h.</summary>
    public static readonly TimeSpan MaxPeriod = TimeSpan.FromHours(1);

    readonly byte[] _key;

    CodeSecret(CodeKind kind, CodeAlgorithm algorithm, int digits, ReadOnlySpan<byte> key)
    {
        _ = CodeHash.Size(algorithm); // Throws when there is no such hash.
        if (key.Length is < MinKeyLength or > MaxKeyLength)
            throw new ArgumentException($"A key has {MinKeyLength} to {MaxKeyLength} bytes, this one {key.Length}.", nameof(key));
        Kind = kind;
        Algorithm = algorithm;
        Digits = digits;
        _key = key.ToArray();
    }

    /// <summary>What makes its codes differ.</summary>
    public CodeKind Kind { get; }

    /// <summary>Hash under the HMAC.</summary>
    public CodeAlgorithm Algorithm { get; }

    /// <summary>Digits of a code; 0 when OCRA's whole HMAC is the response.</summary>
    public int Digits { get; }

    /// <summary>How long a time code stands; zero for the other kinds.</summary>
    public TimeSpan Period { get; private init; }

    /// <summary>How OCRA responses are computed; null for the other kinds.</summary>
    public OcraSuite? Suite { get; private init; }

    /// <summary>The key. Never to be logged.</summary>
    public ReadOnlySpan<byte> Key => _key;

    /// <summary>A secret for counter codes.</summary>
    /// <exception cref="ArgumentException">The digits or the key's length cannot be.</exception>
    public static CodeSecret ForHotp(CodeAlgorithm algorithm, int digits, ReadOnlySpan<byte> key)
    {
        Hotp.CheckDigits(digits);
        return new CodeSecret(CodeKind.Hotp, algorithm, digits, key);
    }

    /// <summary>A secret for time codes. The period is whole seconds, at most <see cref="MaxPeriod"/>.</summary>
    /// <exception cref="ArgumentException">The digits, the period or the key's length cannot be.</exception>
    public static CodeSecret ForTotp(CodeAlgorithm algorithm, int digits, TimeSpan period, ReadOnlySpan<byte> key)
    {
        Hotp.CheckDigits(digits);
        if (period <= TimeSpan.Zero || period > MaxPeriod || period.Ticks % TimeSpan.TicksPerSecond != 0)
            throw new ArgumentOutOfRangeException(nameof(period), period, $"A period is whole seconds, 1 to {MaxPeriod.TotalSeconds}.");
        return new CodeSecret(CodeKind.Totp, algorithm, digits, key) { Period = period };
    }

    /// <summary>A secret for responses to questions.</summary>
    /// <exception cref="ArgumentException">The key's length cannot be.</exception>
    public static CodeSecret ForOcra(OcraSuite suite, ReadOnlySpan<byte> key) => new(CodeKind.Ocra, suite.Algorithm, suite.Digits, key) { Suite = suite };

    /// <summary>A new random secret for counter codes. What every token knows is the default.</summary>
    public static CodeSecret NewHotp(CodeAlgorithm algorithm = CodeAlgorithm.Sha1, int digits = 6) => ForHotp(algorithm, digits, NewKey(algorithm));

    /// <summary>A new random secret for time codes. What every app knows is the default.</summary>
    public static CodeSecret NewTotp(CodeAlgorithm algorithm = CodeAlgorithm.Sha1, int digits = 6, TimeSpan? period = null) =>
        ForTotp(algorithm, digits, period ?? Totp.DefaultPeriod, NewKey(algorithm));

    /// <summary>A new random secret for responses to questions.</summary>
    public static CodeSecret NewOcra(OcraSuite suite) => ForOcra(suite, NewKey(suite.Algorithm));

    /// <summary>What it is; never its key.</summary>
    public override string ToString() => Kind switch
    {
        CodeKind.Ocra => $"OCRA secret, {Suite}",
        CodeKind.Totp => $"TOTP secret, {CodeHash.Name(Algorithm)}, {Digits} digits every {Period.TotalSeconds} s",
        _ => $"HOTP secret, {CodeHash.Name(Algorithm)}, {Digits} digits",
    };

    /// <summary>As long as the hash: more adds nothing, less takes away.</summary>
    static byte[] NewKey(CodeAlgorithm algorithm) => RandomNumberGenerator.GetBytes(CodeHash.Size(algorithm));
}
