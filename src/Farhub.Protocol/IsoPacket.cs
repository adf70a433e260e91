using System.Buffers.Binary;

namespace Farhub.Protocol;

/// <summary>One isochronous packet's descriptor (usbip_iso_packet_descriptor, 16 bytes).</summary>
/// <param name="Offset">Where its data starts in the client's buffer.</param>
/// <param name="Length">Bytes asked for.</param>
/// <param name="ActualLength">Bytes moved; 0 in a request.</param>
/// <param name="Status">0 or a negative errno; meaningless in a request (Linux sends −EXDEV).</param>
public readonly record struct IsoPacket(uint Offset, uint Length, uint ActualLength, int Status)
{
    /// <summary>Size on the wire, in bytes.</summary>
    public const int Size = 16;

    /// <summary>Reads the 16 bytes. Every value is as the peer sent it.</summary>
    /// <remarks><code>
    /// +0 u32 offset  +4 u32 length  +8 u32 actual_length  +12 u32 status
    /// </code></remarks>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="Size"/> bytes.</exception>
    public static IsoPacket Read(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Size];
        return new IsoPacket(
            Offset: BinaryPrimitives.ReadUInt32BigEndian(bytes),
            Length: BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]),
            ActualLength: BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]),
            Status: BinaryPrimitives.ReadInt32BigEndian(bytes[12..]));
    }

    /// <summary>Writes the 16 bytes, in the layout of <see cref="Read"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="Size"/> bytes of room. Nothing was written.</exception>
    public void Write(Span<byte> bytes)
    {
        bytes = bytes[..Size];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Offset);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], Length);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[8..], ActualLength);
        BinaryPrimitives.WriteInt32BigEndian(bytes[12..], Status);
    }
}
