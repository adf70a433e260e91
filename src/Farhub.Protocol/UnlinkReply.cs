using System.Buffers.Binary;

namespace Farhub.Protocol;

/// <summary>RET_UNLINK: what became of a CMD_UNLINK.</summary>
/// <param name="Seqnum">Number of the CMD_UNLINK.</param>
/// <param name="Status">−ECONNRESET: cancelled, and no RET_SUBMIT for that URB is ever sent. 0: it had completed, and its RET_SUBMIT went before.</param>
public readonly record struct UnlinkReply(uint Seqnum, int Status)
{
    /// <summary>Reads the 48 bytes.</summary>
    /// <remarks><code>
    /// +0 basic(20)  +20 s32 status  +24 24 zero bytes
    /// </code></remarks>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="UrbHeader.Size"/> bytes.</exception>
    public static UnlinkReply Read(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..UrbHeader.Size];
        return new UnlinkReply(
            Seqnum: BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]),
            Status: BinaryPrimitives.ReadInt32BigEndian(bytes[20..]));
    }

    /// <summary>Writes the 48 bytes, in the layout of <see cref="Read"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="UrbHeader.Size"/> bytes of room. Nothing was written.</exception>
    public void Write(Span<byte> bytes)
    {
        bytes = bytes[..UrbHeader.Size];
        bytes.Clear();
        new UrbHeader(UrbCommand.UnlinkReply, Seqnum).Write(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes[20..], Status);
    }
}
