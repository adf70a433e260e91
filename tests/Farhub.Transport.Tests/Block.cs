using System.Runtime.InteropServices;

namespace Farhub.Transport.Tests;

/// <summary>Memory that stays where it is, to be pointed at by pieces.</summary>
sealed class Block
{
    internal Block(int length) => Bytes = GC.AllocateArray<byte>(length, pinned: true);

    internal byte[] Bytes { get; }

    /// <summary>Every byte differs from its neighbours, and no two stretches that a mix-up could exchange are alike.</summary>
    internal static Block Patterned(int length)
    {
        var block = new Block(length);
        new Random(length).NextBytes(block.Bytes);
        return block;
    }

    internal IoVec Piece(int start, int length) => new(Marshal.UnsafeAddrOfPinnedArrayElement(Bytes, 0) + start, length);

    internal IoVec Whole => Piece(0, Bytes.Length);
}
