using System.Buffers.Binary;
using Farhub.Usb;

namespace Farhub.Protocol;

/// <summary>CMD_SUBMIT: a URB on its way to the device. After the 48 bytes: for OUT, <see cref="Length"/> bytes; then, for isochronous,
/// <see cref="PacketCount"/> × <see cref="IsoPacket"/>.</summary>
/// <param name="Seqnum">Number of the request.</param>
/// <param name="DevId">busnum and devnum of the device.</param>
/// <param name="Direction">0 OUT, 1 IN; anything else is the peer's mistake.</param>
/// <param name="Endpoint">0 to 15; anything else is the peer's mistake.</param>
/// <param name="TransferFlags">The peer's kernel's flags, as they came: never to be trusted.</param>
/// <param name="Length">transfer_buffer_length, bytes.</param>
/// <param name="StartFrame">Isochronous: first frame.</param>
/// <param name="PacketCount">number_of_packets. For other than isochronous Linux sends 0 and usbip-win2 −1; the reply echoes it.</param>
/// <param name="Interval">Ignored: peers disagree about its unit, and the device's descriptor knows.</param>
/// <param name="Setup">The setup packet; zero for other than control.</param>
public readonly record struct SubmitCommand(
    uint Seqnum, uint DevId, uint Direction, uint Endpoint, uint TransferFlags, int Length, int StartFrame, int PacketCount, int Interval, SetupPacket Setup)
{
    /// <summary>True when data flows from the device.</summary>
    public bool IsIn => Direction != 0;

    /// <summary>Reads the 48 bytes. Every value is as the peer sent it.</summary>
    /// <remarks><code>
    /// +0 basic(20)  +20 u32 transfer_flags  +24 s32 transfer_buffer_length  +28 s32 start_frame  +32 s32 number_of_packets  +36 s32 interval  +40 setup[8]
    /// </code></remarks>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="UrbHeader.Size"/> bytes.</exception>
    public static SubmitCommand Read(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..UrbHeader.Size];
        return new SubmitCommand(
            Seqnum: BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]),
            DevId: BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]),
            Direction: BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]),
            Endpoint: BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]),
            TransferFlags: BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]),
            Length: BinaryPrimitives.ReadInt32BigEndian(bytes[24..]),
            StartFrame: BinaryPrimitives.ReadInt32BigEndian(bytes[28..]),
            PacketCount: BinaryPrimitives.ReadInt32BigEndian(bytes[32..]),
            Interval: BinaryPrimitives.ReadInt32BigEndian(bytes[36..]),
            Setup: SetupPacket.Read(bytes[40..]));
    }

    /// <summary>Writes the 48 bytes, in the layout of <see cref="Read"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="UrbHeader.Size"/> bytes of room. Nothing was written.</exception>
    public void Write(Span<byte> bytes)
    {
        bytes = bytes[..UrbHeader.Size];
        new UrbHeader(UrbCommand.Submit, Seqnum, DevId, Direction, Endpoint).Write(bytes);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[20..], TransferFlags);
        BinaryPrimitives.WriteInt32BigEndian(bytes[24..], Length);
        BinaryPrimitives.WriteInt32BigEndian(bytes[28..], StartFrame);
        BinaryPrimitives.WriteInt32BigEndian(bytes[32..], PacketCount);
        BinaryPrimitives.WriteInt32BigEndian(bytes[36..], Interval);
        Setup.Write(bytes[40..]);
    }
}
