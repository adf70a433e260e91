using System.Net.Sockets;
using Farhub.Protocol;

namespace Farhub.Client.Link;

sealed unsafe partial class UrbLink
{
    readonly uint _slotMask;
    readonly ReplyReader _reader;
    readonly IsoPacket[] _packetScratch;

    void Receive()
    {
        LinkEnd seen;
        try
        {
            while (_reader.TryRead(UrbHeader.Size, out ReadOnlySpan<byte> header)) Handle(header);
            seen = new LinkEnd(LinkEndReason.ClosedByHub, "The hub closed the connection: the device was unplugged there, or taken away.");
        }
        catch (ProtocolException e)
        {
            seen = new LinkEnd(LinkEndReason.ProtocolViolation, e.Message);
        }
        catch (SocketException e)
        {
            seen = new LinkEnd(LinkEndReason.ConnectionLost, $"The connection to the hub broke: {e.Message}.");
        }
        End(seen.Reason, seen.Detail); // Before the gate: it may be held by a thread that waits in a send.
        lock (_sendGate) _isClosed = true;
        for (int slot = 0; slot < _table.Length; slot++)
        {
            Volatile.Read(ref _table[slot])?.Abandon(new TransferResult(TransferStatus.LinkLost, 0));
        }
        _connection.Dispose(); // Nobody sends any more, and this thread was the only one that received.
        _ended.SetResult(_end!);
    }

    void Handle(ReadOnlySpan<byte> bytes)
    {
        UrbHeader header = UrbHeader.Read(bytes);
        switch (header.Command)
        {
            case UrbCommand.SubmitReply:
                HandleSubmitReply(SubmitReply.Read(bytes));
                break;
            case UrbCommand.UnlinkReply:
                HandleUnlinkReply(UnlinkReply.Read(bytes));
                break;
            default:
                throw new ProtocolException($"The hub sent a message of kind {(uint)header.Command}; clients get 3 and 4.");
        }
    }

    PendingUrb? Find(uint seqnum)
    {
        uint slot = seqnum & _slotMask;
        return slot < (uint)_table.Length ? Volatile.Read(ref _table[slot]) : null;
    }

    void HandleSubmitReply(in SubmitReply reply)
    {
        PendingUrb? urb = Find(reply.Seqnum);
        if (urb is null || !urb.IsReplyAwaited || urb.Seqnum != reply.Seqnum)
        {
            throw new ProtocolException($"The hub answered {reply.Seqnum}, which is not in flight.");
        }
        int packetCount = urb.Packets.Length;
        if (SubmitReplyRules.Check(reply, urb.IsIn, urb.Length, packetCount) is { } error) throw new ProtocolException(error);
        _reader.ReadPayload(urb.IsIn ? urb.Target[..reply.ActualLength] : default);
        if (packetCount > 0) ReadPackets(urb, reply);
        // A positive status is not an errno; jiegec/usbip sends 1 for a request that failed.
        TransferStatus status = reply.Status > 0 ? TransferStatus.ProtocolError : (TransferStatus)reply.Status;
        urb.Finish(new TransferResult(status, reply.ActualLength, reply.StartFrame, packetCount > 0 ? reply.ErrorCount : 0));
    }

    void ReadPackets(PendingUrb urb, in SubmitReply reply)
    {
        int count = urb.Packets.Length;
        Span<IsoPacket> packets = _packetScratch.AsSpan(0, count);
        ReadOnlySpan<byte> bytes = ReadExpected(count * IsoPacket.Size, reply.Seqnum);
        for (int i = 0; i < count; i++) packets[i] = IsoPacket.Read(bytes[(i * IsoPacket.Size)..]);
        if (SubmitReplyRules.CheckPackets(packets, reply.ActualLength, urb.Length) is { } error) throw new ProtocolException(error);

        // The hub's offsets and lengths are checked above but not used: ours are known.
        Span<IsochronousPacket> outcome = urb.Packets.Span;
        for (int i = 0; i < count; i++)
        {
            if (packets[i].ActualLength > (uint)outcome[i].Length)
            {
                throw new ProtocolException($"The reply to {reply.Seqnum} has {packets[i].ActualLength} bytes in packet {i}; {outcome[i].Length} were asked for.");
            }
            outcome[i].ActualLength = (int)packets[i].ActualLength;
            outcome[i].Status = packets[i].Status > 0 ? TransferStatus.ProtocolError : (TransferStatus)packets[i].Status;
        }
        if (urb.IsIn) Spread(urb.Target, outcome, reply.ActualLength);
    }

    /// <summary>Data came back to back; moves each packet's to where the packet starts, last one first, so that nothing is overwritten before it has moved.</summary>
    static void Spread(Span<byte> data, ReadOnlySpan<IsochronousPacket> packets, int actualLength)
    {
        int from = actualLength;
        int to = 0;
        foreach (IsochronousPacket packet in packets) to += packet.Length;
        for (int i = packets.Length - 1; i > 0; i--)
        {
            from -= packets[i].ActualLength;
            to -= packets[i].Length;
            if (from == to) return; // So are all before it.
            data.Slice(from, packets[i].ActualLength).CopyTo(data[to..]);
        }
    }

    ReadOnlySpan<byte> ReadExpected(int length, uint seqnum) =>
        _reader.TryRead(length, out ReadOnlySpan<byte> bytes)
            ? bytes
            : throw new ProtocolException($"The hub closed the connection inside the reply to {seqnum}.");

    void HandleUnlinkReply(in UnlinkReply reply)
    {
        uint seqnum = reply.Seqnum & ~UnlinkBit;
        PendingUrb? urb = (reply.Seqnum & UnlinkBit) != 0 ? Find(seqnum) : null;
        if (urb is null || !urb.IsUnlinkAwaited || urb.Seqnum != seqnum)
        {
            throw new ProtocolException($"The hub answered the cancellation {reply.Seqnum}, which was not asked for.");
        }
        bool isPending = urb.IsReplyAwaited;
        urb.FinishUnlink(); // Owned, or ReplyAwaited, still holds it when it is pending.
        if (isPending) urb.Finish(PendingUrb.Unlinked(reply.Status));
    }
}
