using System.Security.Cryptography;

namespace Farhub.Control.Codes;

/// <summary>The three hashes: their sizes, their names in suites and URIs, and themselves.</summary>
static class CodeHash
{
    /// <summary>Size of the longest, in bytes.</summary>
    internal const int MaxSize = 64;

    /// <summary>Size of the hash, and of a good key for it, in bytes.</summary>
    internal static int Size(CodeAlgorithm algorithm) => algorithm switch
    {
        CodeAlgorithm.Sha1 => 20,
        CodeAlgorithm.Sha256 => 32,
        CodeAlgorithm.Sha512 => 64,
        _ => throw Unknown(algorithm),
    };

    internal static string Name(CodeAlgorithm algorithm) => algorithm switch
    {
        CodeAlgorithm.Sha1 => "SHA1",
        CodeAlgorithm.Sha256 => "SHA256",
        CodeAlgorithm.Sha512 => "SHA512",
        _ => throw Unknown(algorithm),
    };

    internal static CodeAlgorithm? Read(ReadOnlySpan<char> name) => name switch
    {
        "SHA1" => CodeAlgorithm.Sha1,
        "SHA256" => CodeAlgorithm.Sha256,
        "SHA512" => CodeAlgorithm.Sha512,
        _ => null,
    };

#pragma warning disable CA5350 // The RFCs' default is SHA-1, most tokens know nothing else, and what breaks it (collisions) does not break HMAC or a hashed PIN.
    /// <summary>HMAC; returns how many bytes it wrote.</summary>
    internal static int Mac(CodeAlgorithm algorithm, ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> mac) => algorithm switch
    {
        CodeAlgorithm.Sha1 => HMACSHA1.HashData(key, message, mac),
        CodeAlgorithm.Sha256 => HMACSHA256.HashData(key, message, mac),
        CodeAlgorithm.Sha512 => HMACSHA512.HashData(key, message, mac),
        _ => throw Unknown(algorithm),
    };

    /// <summary>The plain hash.</summary>
    internal static byte[] Digest(CodeAlgorithm algorithm, ReadOnlySpan<byte> message) => algorithm switch
    {
        CodeAlgorithm.Sha1 => SHA1.HashData(message),
        CodeAlgorithm.Sha256 => SHA256.HashData(message),
        CodeAlgorithm.Sha512 => SHA512.HashData(message),
        _ => throw Unknown(algorithm),
    };
#pragma warning restore CA5350

    static ArgumentOutOfRangeException Unknown(CodeAlgorithm algorithm) => new(nameof(algorithm), algorithm, "There is no such hash.");
}
