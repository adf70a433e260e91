using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Farhub.Control.Codes;

/// <summary>Percent-encoded text read strictly. The framework's reader leaves what it cannot decode as it is; here that is refused.</summary>
static class PercentText
{
    internal static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out string? decoded)
    {
        decoded = null;
        byte[] bytes = new byte[text.Length];
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            // Outside of these a URI has no characters, and '#' would begin a fragment, which there cannot be.
            if (c is <= ' ' or >= '\x7f' or '#') return false;
            if (c != '%')
            {
                bytes[length++] = (byte)c;
                continue;
            }
            if (i + 2 >= text.Length || !byte.TryParse(text.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[length])) return false;
            length++;
            i += 2;
        }
        if (!Utf8.IsValid(bytes.AsSpan(0, length))) return false;
        decoded = Encoding.UTF8.GetString(bytes, 0, length);
        return true;
    }
}
