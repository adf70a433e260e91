namespace Farhub.Protocol;

/// <summary>What a client checks of a RET_SUBMIT against its own request before it touches memory. A reply that breaks one of these cannot be
/// survived: how many bytes follow it is no longer known.</summary>
/// <remarks>What a valid reply brings after its header: for IN <see cref="SubmitReply.ActualLength"/> bytes, for OUT none; then, for
/// isochronous only, the requested number of <see cref="IsoPacket"/>. Its status decides nothing here: data comes with failures too.</remarks>
public static class SubmitReplyRules
{
    /// <summary>Checks the header, before its payload is received.</summary>
    /// <param name="reply">As it came.</param>
    /// <param name="isIn">Direction of the request.</param>
    /// <param name="requestedLength">transfer_buffer_length of the request, bytes.</param>
    /// <param name="requestedPackets">number_of_packets of the request; 0 when it is not isochronous. What the reply says then is ignored,
    /// as Linux does: peers echo −1, 0 or whatever stood in the client's memory, and never send descriptors.</param>
    /// <returns>Null, or a sentence for the log.</returns>
    public static string? Check(in SubmitReply reply, bool isIn, int requestedLength, int requestedPackets)
    {
        if (reply.ActualLength < 0) return $"The reply to {reply.Seqnum} has the length {reply.ActualLength}.";
        if (reply.ActualLength > requestedLength)
        {
            return isIn
                ? $"The reply to {reply.Seqnum} brings {reply.ActualLength} bytes; {requestedLength} were asked for."
                : $"The reply to {reply.Seqnum} says {reply.ActualLength} bytes were taken; {requestedLength} were sent.";
        }
        if (requestedPackets > 0 && reply.PacketCount != requestedPackets)
        {
            return $"The reply to {reply.Seqnum} has {reply.PacketCount} isochronous packets; {requestedPackets} were asked for.";
        }
        return null;
    }

    /// <summary>Checks the packet descriptors of an isochronous reply whose header passed <see cref="Check"/>. When they pass, data that came
    /// back to back may be spread in place, last packet first: every piece ends up inside the buffer and at or after where it was.</summary>
    /// <param name="packets">All of the reply's, as they came.</param>
    /// <param name="actualLength">actual_length of the reply's header.</param>
    /// <param name="requestedLength">transfer_buffer_length of the request, bytes.</param>
    /// <returns>Null, or a sentence for the log.</returns>
    public static string? CheckPackets(ReadOnlySpan<IsoPacket> packets, int actualLength, int requestedLength)
    {
        long sum = 0; // 64 bits throughout: each field may be up to 2^32 − 1.
        long end = 0;
        for (int i = 0; i < packets.Length; i++)
        {
            ref readonly IsoPacket packet = ref packets[i];
            if (packet.ActualLength > packet.Length)
            {
                return $"Isochronous packet {i} has {packet.ActualLength} bytes; its length is {packet.Length}.";
            }
            if ((long)packet.Offset + packet.ActualLength > requestedLength)
            {
                return $"Isochronous packet {i} has {packet.ActualLength} bytes at {packet.Offset}; the buffer has {requestedLength}.";
            }
            if (packet.ActualLength == 0) continue; // Nothing to place, so its offset cannot collide.
            if (packet.Offset < end) return $"Isochronous packet {i} starts at {packet.Offset}, inside the packet that ends at {end}.";
            end = (long)packet.Offset + packet.ActualLength;
            sum += packet.ActualLength;
        }
        return sum == actualLength ? null : $"The isochronous packets have {sum} bytes together; the reply says {actualLength}.";
    }
}
