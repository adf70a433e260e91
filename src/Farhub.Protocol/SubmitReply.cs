using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Farhub.Protocol;

/// <summary>RET_SUBMIT: a URB that is done. After the 48 bytes: for IN, <see cref="ActualLength"/> bytes, whatever the status; then, for
/// isochronous, <see cref="PacketCount"/> × <see cref="IsoPacket"/>.</summary>
/// <param name="Seqnum">Number of the request it answers.</param>
/// <param name="Status">0 or a negative Linux errno.</param>
/// <param name="ActualLength">Bytes moved, in either direction. For isochronous the sum over the packets, or Linux drops the link.</param>
/// <param name="StartFrame">Isochronous: first frame.</param>
/// <param name="PacketCount">number_of_packets, as in the request.</param>
/// <param name="ErrorCount">Isochronous: packets that failed.</param>
public readonly record struct SubmitReply(uint Seqnum, int Status, int ActualLength, int StartFrame = 0, int PacketCount = 0, int ErrorCount = 0)
{
    /// <summary>Reads the 48 bytes. Every value is as the peer sent it.</summary>
    /// <remarks><code>
    /// +0 basic(20)  +20 s32 status  +24 s32 actual_length  +28 s32 start_frame  +32 s32 number_of_packets  +36 s32 error_count  +40 8 zero bytes
    /// </code></remarks>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="UrbHeader.Size"/> bytes.</exception>
    public static SubmitReply Read(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..UrbHeader.Size];
        return new SubmitReply(
            Seqnum: BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]),
            Status: BinaryPrimitives.ReadInt32BigEndian(bytes[20..]),
            ActualLength: BinaryPrimitives.ReadInt32BigEndian(bytes[24..]),
            StartFrame: BinaryPrimitives.ReadInt32BigEndian(bytes[28..]),
            PacketCount: BinaryPrimitives.ReadInt32BigEndian(bytes[32..]),
            ErrorCount: BinaryPrimitives.ReadInt32BigEndian(bytes[36..]));
    }

    /// <summary>Writes the 48 bytes, in the layout of <see cref="Read"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="UrbHeader.Size"/> bytes of room. Nothing was written.</exception>
    public void Write(Span<byte> bytes) => Write(bytes, Seqnum, Status, ActualLength, StartFrame, PacketCount, ErrorCount);

    /// <summary>The same without a value in between, for the way of a URB.</summary>
    /// <inheritdoc cref="Write(Span{byte})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(Span<byte> bytes, uint seqnum, int status, int actualLength, int startFrame, int packetCount, int errorCount)
    {
        bytes = bytes[..UrbHeader.Size];
        bytes.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)UrbCommand.SubmitReply);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], seqnum);
        BinaryPrimitives.WriteInt32BigEndian(bytes[20..], status);
        BinaryPrimitives.WriteInt32BigEndian(bytes[24..], actualLength);
        BinaryPrimitives.WriteInt32BigEndian(bytes[28..], startFrame);
        BinaryPrimitives.WriteInt32BigEndian(bytes[32..], packetCount);
        BinaryPrimitives.WriteInt32BigEndian(bytes[36..], errorCount);
    }
}
