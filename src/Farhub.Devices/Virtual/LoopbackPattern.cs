using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Farhub.Devices.Virtual;

/// <summary>The byte stream of <see cref="VirtualLoopback"/>'s sources. The byte at stream position p depends on i = p mod 65521 only:
/// <code>
/// x = i · 0x9e3779b1   (all modulo 2³²)
/// x = (x xor (x shifted right by 15)) · 0x85ebca77
/// byte = x shifted right by 24
/// </code>
/// The period is a prime, so that no transfer of a usual size is a multiple of it: a lost, repeated or swapped one shows.</summary>
public static unsafe class LoopbackPattern
{
    /// <summary>Bytes after which the stream repeats: the largest prime below 64 KiB.</summary>
    public const int Period = 65521;

    /// <summary>Longest piece that lies ready in memory, wherever in the stream it begins.</summary>
    internal const int LongestWindow = 1 << 20;

    /// <summary>The stream from position 0, long enough for a window at any phase. Never freed and never changed, so a URB may point into it.</summary>
    static readonly byte* Table = Build();

    /// <summary>Writes the part of the stream that begins at a position.</summary>
    /// <param name="bytes">Filled completely.</param>
    /// <param name="position">Stream position of the first byte, 0 or more.</param>
    public static void Fill(Span<byte> bytes, long position)
    {
        while (bytes.Length > 0)
        {
            int length = Math.Min(bytes.Length, LongestWindow);
            new ReadOnlySpan<byte>(At(position), length).CopyTo(bytes);
            bytes = bytes[length..];
            position += length;
        }
    }

    /// <summary>True when the bytes are the part of the stream that begins at a position.</summary>
    /// <param name="bytes">Bytes read from a source.</param>
    /// <param name="position">Stream position of the first byte, 0 or more.</param>
    public static bool Verify(ReadOnlySpan<byte> bytes, long position) => Mismatch(bytes, position) < 0;

    /// <summary>Index of the first byte that is not the stream's; −1 when all are right.</summary>
    /// <param name="bytes">Bytes read from a source.</param>
    /// <param name="position">Stream position of the first byte, 0 or more.</param>
    public static int Mismatch(ReadOnlySpan<byte> bytes, long position)
    {
        for (int start = 0; start < bytes.Length; start += LongestWindow)
        {
            ReadOnlySpan<byte> piece = bytes[start..Math.Min(bytes.Length, start + LongestWindow)];
            int same = piece.CommonPrefixLength(new ReadOnlySpan<byte>(At(position + start), piece.Length));
            if (same < piece.Length) return start + same;
        }
        return -1;
    }

    /// <summary>Where in memory the stream's part of up to <see cref="LongestWindow"/> bytes at a position lies.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static byte* At(long position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        return Table + (uint)((ulong)position % Period);
    }

    static byte* Build()
    {
        byte* table = (byte*)NativeMemory.Alloc(Period + LongestWindow);
        for (uint i = 0; i < Period; i++)
        {
            uint x = unchecked(i * 0x9e3779b1u);
            x = unchecked((x ^ (x >> 15)) * 0x85ebca77u);
            table[i] = (byte)(x >> 24);
        }
        for (int i = Period; i < Period + LongestWindow; i += Period)
        {
            int length = Math.Min(Period, Period + LongestWindow - i);
            new ReadOnlySpan<byte>(table, length).CopyTo(new Span<byte>(table + i, length));
        }
        return table;
    }
}
