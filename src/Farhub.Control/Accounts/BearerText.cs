using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Farhub.Control.Accounts;

/// <summary>Secrets that are shown instead of a password: 256 random bits behind a prefix by which people, and tools that look for leaked secrets, know them.</summary>
static class BearerText
{
    /// <summary>Of a login session.</summary>
    internal const string SessionPrefix = "fhs_";

    /// <summary>Of an API token.</summary>
    internal const string TokenPrefix = "fht_";

    /// <summary>Of the first start.</summary>
    internal const string SetupPrefix = "fhi_";

    const string IdAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
    const int IdLength = 12;

    /// <summary>A new secret.</summary>
    internal static string New(string prefix) => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>An id that nothing had before: 62 bits.</summary>
    internal static string NewId() => RandomNumberGenerator.GetString(IdAlphabet, IdLength);

    /// <summary>What is kept of one. It is random enough that nothing slower is needed.</summary>
    internal static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>True when a text has a hash; how long it takes does not say how much of it is right.</summary>
    internal static bool Has(string text, string hash) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOf(text)), Encoding.ASCII.GetBytes(hash));

    /// <summary>The id in the text of an API token.</summary>
    internal static bool TryReadTokenId(string text, [NotNullWhen(true)] out string? id)
    {
        id = null;
        int end = TokenPrefix.Length + IdLength;
        if (!text.StartsWith(TokenPrefix, StringComparison.Ordinal) || text.Length <= end || text[end] != '_') return false;
        id = text[TokenPrefix.Length..end];
        return true;
    }
}
