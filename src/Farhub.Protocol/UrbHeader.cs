using System.Buffers.Binary;

namespace Farhub.Protocol;

/// <summary>What every message after import starts with (usbip_header_basic); the whole header is always <see cref="Size"/> bytes.</summary>
/// <param name="Command">What it is; not validated.</param>
/// <param name="Seqnum">Number of the request. Opaque, unique among those in flight, not contiguous.</param>
/// <param name="DevId">busnum and devnum of the device; 0 in replies.</param>
/// <param name="Direction">0 OUT, 1 IN; 0 in replies.</param>
/// <param name="Endpoint">0 to 15, without direction bit; 0 in replies.</param>
public readonly record struct UrbHeader(UrbCommand Command, uint Seqnum, uint DevId = 0, uint Direction = 0, uint Endpoint = 0)
{
    /// <summary>Size of the header of every message, in bytes, RET_UNLINK included.</summary>
    public const int Size = 48;

    /// <summary>Size of the part that all messages have in common, in bytes: what this type reads and writes.</summary>
    public const int BasicSize = 20;

    /// <summary>Reads the first <see cref="BasicSize"/> bytes.</summary>
    /// <remarks><code>
    /// +0 u32 command  +4 u32 seqnum  +8 u32 devid  +12 u32 direction  +16 u32 ep
    /// </code></remarks>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="BasicSize"/> bytes.</exception>
    public static UrbHeader Read(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..BasicSize];
        return new UrbHeader(
            Command: (UrbCommand)BinaryPrimitives.ReadUInt32BigEndian(bytes),
            Seqnum: BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]),
            DevId: BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]),
            Direction: BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]),
            Endpoint: BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]));
    }

    /// <summary>Writes the first <see cref="BasicSize"/> bytes, in the layout of <see cref="Read"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="BasicSize"/> bytes of room. Nothing was written.</exception>
    public void Write(Span<byte> bytes)
    {
        bytes = bytes[..BasicSize];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)Command);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], Seqnum);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[8..], DevId);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[12..], Direction);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[16..], Endpoint);
    }
}
