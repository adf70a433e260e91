using System.Buffers.Binary;

namespace Farhub.Protocol;

/// <summary>The eight bytes that start every message before import (op_common).</summary>
/// <param name="Version">Protocol version; <see cref="CurrentVersion"/> or the peer is no peer of ours.</param>
/// <param name="Code">What is asked or answered.</param>
/// <param name="Status">0 in requests.</param>
public readonly record struct OpHeader(ushort Version, OpCode Code, OpStatus Status)
{
    /// <summary>Size on the wire, in bytes.</summary>
    public const int Size = 8;

    /// <summary>USB/IP 1.1.1. Stock tools require exactly this, in both directions.</summary>
    public const ushort CurrentVersion = 0x0111;

    /// <summary>Makes a header of the current version.</summary>
    public OpHeader(OpCode code, OpStatus status = OpStatus.Ok) : this(CurrentVersion, code, status) { }

    /// <summary>Reads a header; says nothing about whether it is acceptable.</summary>
    /// <remarks><code>
    /// +0 u16 version  +2 u16 code  +4 u32 status
    /// </code></remarks>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="Size"/> bytes.</exception>
    public static OpHeader Read(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Size];
        return new OpHeader(
            Version: BinaryPrimitives.ReadUInt16BigEndian(bytes),
            Code: (OpCode)BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            Status: (OpStatus)BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]));
    }

    /// <summary>Writes the eight bytes, in the layout of <see cref="Read"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="Size"/> bytes of room. Nothing was written.</exception>
    public void Write(Span<byte> bytes)
    {
        bytes = bytes[..Size];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, Version);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], (ushort)Code);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], (uint)Status);
    }
}
