using System.Buffers;
using System.Globalization;
using System.Text;

namespace Farhub.Rendering;

/// <summary>Text from devices and peers, made harmless for a terminal and for a log.</summary>
static class PlainText
{
    /// <summary>What stands in the place of a character that could steer a terminal.</summary>
    public const char Replacement = '\ufffd';

    /// <summary>Replaces control characters (escape sequences, line breaks), formatting characters (which can reverse what follows) and broken
    /// surrogates; cuts what is longer than <paramref name="limit"/>.</summary>
    public static string Clean(string? text, int limit = 200)
    {
        if (string.IsNullOrEmpty(text)) return "";
        StringBuilder clean = new(Math.Min(text.Length, limit));
        for (ReadOnlySpan<char> rest = text; rest.Length > 0 && clean.Length < limit;)
        {
            OperationStatus status = Rune.DecodeFromUtf16(rest, out Rune rune, out int consumed);
            rest = rest[consumed..];
            if (status == OperationStatus.Done && !Steers(Rune.GetUnicodeCategory(rune))) clean.Append(rune.ToString());
            else clean.Append(Replacement);
        }
        return clean.ToString();
    }

    static bool Steers(UnicodeCategory category) => category
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
