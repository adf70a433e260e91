using System.Globalization;

namespace Farhub.CommandLine;

/// <summary>A number of bytes as people write it: <c>4096</c>, <c>512K</c>, <c>64M</c>, <c>2G</c> (powers of 1024).</summary>
/// <param name="Bytes">How many.</param>
readonly record struct ByteSize(long Bytes)
{
    /// <summary>Reads a size above zero.</summary>
    public static bool TryParse(string? text, out ByteSize size)
    {
        size = default;
        if (string.IsNullOrEmpty(text)) return false;
        int shift = char.ToUpperInvariant(text[^1]) switch { 'K' => 10, 'M' => 20, 'G' => 30, _ => 0 };
        ReadOnlySpan<char> digits = shift == 0 ? text : text.AsSpan(0, text.Length - 1);
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number)) return false;
        if (number == 0 || number > long.MaxValue >> shift) return false;
        size = new ByteSize(number << shift);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Bytes switch
    {
        _ when Bytes % (1L << 30) == 0 => $"{Bytes >> 30} GiB",
        _ when Bytes % (1L << 20) == 0 => $"{Bytes >> 20} MiB",
        _ when Bytes % (1L << 10) == 0 => $"{Bytes >> 10} KiB",
        _ => $"{Bytes} bytes",
    };
}
