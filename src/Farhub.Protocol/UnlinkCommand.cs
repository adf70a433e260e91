using System.Buffers.Binary;

namespace Farhub.Protocol;

/// <summary>CMD_UNLINK: the client no longer wants the URB <see cref="UnlinkSeqnum"/>.</summary>
/// <param name="Seqnum">Number of this request; RET_UNLINK carries it.</param>
/// <param name="DevId">busnum and devnum of the device.</param>
/// <param name="UnlinkSeqnum">Number of the URB to cancel.</param>
public readonly record struct UnlinkCommand(uint Seqnum, uint DevId, uint UnlinkSeqnum)
{
    /// <summary>Reads the 48 bytes.</summary>
    /// <remarks><code>
    /// +0 basic(20)  +20 u32 unlink_seqnum  +24 24 zero bytes
    /// </code></remarks>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="UrbHeader.Size"/> bytes.</exception>
    public static UnlinkCommand Read(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..UrbHeader.Size];
        return new UnlinkCommand(
            Seqnum: BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]),
            DevId: BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]),
            UnlinkSeqnum: BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]));
    }

    /// <summary>Writes the 48 bytes, in the layout of <see cref="Read"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="UrbHeader.Size"/> bytes of room. Nothing was written.</exception>
    public void Write(Span<byte> bytes)
    {
        bytes = bytes[..UrbHeader.Size];
        bytes.Clear();
        new UrbHeader(UrbCommand.Unlink, Seqnum, DevId).Write(bytes);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[20..], UnlinkSeqnum);
    }
}
