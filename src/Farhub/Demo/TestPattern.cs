using System.Runtime.InteropServices;

namespace Farhub.Demo;

/// <summary>Bytes that differ everywhere and can be made again: a byte from another place, another run, or never written, is noticed.</summary>
/// <param name="seed">The run.</param>
readonly struct TestPattern(ulong seed)
{
    /// <summary>Fills a buffer with what belongs at an offset of the disk. Both are multiples of eight.</summary>
    public void Fill(long offset, Span<byte> buffer)
    {
        Span<ulong> words = MemoryMarshal.Cast<byte, ulong>(buffer);
        ulong place = unchecked(seed + (ulong)(offset / sizeof(ulong)));
        for (int i = 0; i < words.Length; i++)
        {
            // SplitMix64: every place has a word of its own.
            ulong word = unchecked((place + (ulong)i) * 0x9e3779b97f4a7c15);
            word = unchecked((word ^ (word >> 30)) * 0xbf58476d1ce4e5b9);
            word = unchecked((word ^ (word >> 27)) * 0x94d049bb133111eb);
            words[i] = word ^ (word >> 31);
        }
    }
}
