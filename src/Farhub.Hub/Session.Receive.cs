using Farhub.Devices;
using Farhub.Protocol;
using Farhub.Usb;

namespace Farhub.Hub;

/// <content>The receiver: requests from the client to the device.</content>
sealed unsafe partial class Session
{
    void Receive(RequestReader reader)
    {
        while (!HasEnded && !_stopping && reader.TryReadHeader(out ReadOnlySpan<byte> header))
        {
            var basic = UrbHeader.Read(header);
            if (basic.DevId != _devId && basic.DevId != _shortDevId) throw new ProtocolException($"A request for devid {basic.DevId:x8}; this is {_devId:x8}.");
            switch (basic.Command)
            {
                case UrbCommand.Submit:
                    Submit(reader, SubmitCommand.Read(header));
                    break;
                case UrbCommand.Unlink:
                    Unlink(UnlinkCommand.Read(header));
                    break;
                default:
                    throw new ProtocolException($"Unknown command 0x{(uint)basic.Command:x8}.");
            }
        }
    }

    /// <summary>Takes one CMD_SUBMIT with its payload and hands it to the device, or answers why not.</summary>
    void Submit(RequestReader reader, in SubmitCommand command)
    {
        if (command.Length < 0) throw new ProtocolException($"A transfer of {command.Length} bytes.");
        bool isIn = command.Direction == 1;
        // An IN can be refused and forgotten; of an OUT that many bytes would have to be received first.
        bool isTooLong = command.Length > _limits.MaxTransferLength;
        if (isTooLong && !isIn) throw new ProtocolException($"A transfer of {command.Length} bytes; at most {_limits.MaxTransferLength} are taken.");
        if (command.Endpoint > 15 || command.Direction > 1)
        {
            Refuse(reader, command, -Errno.EINVAL);
            return;
        }
        var endpoint = EndpointAddress.Of((int)command.Endpoint, isIn);
        if (_device!.TypeOf(endpoint) is not { } type)
        {
            Refuse(reader, command, -Errno.ENOENT);
            return;
        }
        // The endpoint decides what the URB is; number_of_packets of other than isochronous URBs is stale, 0 or −1 by client.
        int packetCount = type == TransferType.Isochronous ? Math.Max(0, command.PacketCount) : 0;
        if (packetCount > _limits.MaxIsoPackets)
        {
            throw new ProtocolException($"{packetCount} isochronous packets; at most {_limits.MaxIsoPackets} are taken.");
        }
        PendingUrb? pending = isTooLong ? null : TakeUrb(command.Length + (type == TransferType.Control ? Urb.ControlHeadroom : 0));
        if (pending is null)
        {
            Refuse(reader, command, -Errno.ENOMEM, packetCount);
            return;
        }
        Urb urb = pending.Urb;
        urb.Begin(endpoint, type, command.Length, Clean(command.TransferFlags, type, isIn), command.Setup, packetCount);
        urb.StartFrame = command.StartFrame;
        if (!isIn) reader.ReadExactly(urb.Data, command.Length);
        if (packetCount > 0)
        {
            int bytes = packetCount * IsoPacket.Size;
            reader.ReadExactly(pending.ReservePackets(bytes), bytes);
        }
        pending.Begin(command.Seqnum, command.PacketCount);
        // One that is Done has been answered, or is being answered now; only its number is still in the table.
        if (_pool!.Table.Find(command.Seqnum) is { } same && Volatile.Read(ref same.State) != PendingUrb.Done)
        {
            throw new ProtocolException($"Seqnum {command.Seqnum} is in flight already.");
        }
        _earlyUnlinks.Saw(command.Seqnum);
        if (!_earlyUnlinks.IsEmpty && _earlyUnlinks.TryTake(command.Seqnum, out UnlinkCommand unlink))
        {
            pending.UnlinkSeqnum = unlink.Seqnum;
            pending.State = PendingUrb.UnlinkAsked;
            Finish(pending, -Errno.ECONNRESET);
        }
        else if (Unacceptable(pending, command) is var refusal and not 0)
        {
            Finish(pending, refusal);
        }
        else if (_device.Submit(urb))
        {
            Answer(_receiverReplies, urb);
        }
        else
        {
            // Only now, so that those that are done at once cost no entry. It may have completed meanwhile; whether it has, its state says.
            _pool.Table.Set(pending);
        }
    }

    /// <summary>A URB with room, waiting for one to come back when the session has all it may have in flight: TCP pushes back meanwhile.</summary>
    /// <returns>Null when the device has no memory for it.</returns>
    PendingUrb? TakeUrb(int bytes)
    {
        while (true)
        {
            try
            {
                if (_pool!.Take(bytes) is { } pending) return pending;
            }
            catch (OutOfMemoryException)
            {
                return null;
            }
            if (!_receiverReplies.IsEmpty)
            {
                FlushReceiverReplies(); // Which makes their URBs idle.
                continue;
            }
            lock (_sending)
            {
                _receiverWaits = true;
                while (!_pool.HasReturned && !HasEnded && !_stopping)
                {
                    // Whoever does not receive does not hear of a client that has gone, and what is in flight may never complete.
                    if (!Monitor.Wait(_sending, WatchInterval) && _connection.IsClosedByPeer) break;
                }
                _receiverWaits = false;
            }
            if (_pool.HasReturned) continue;
            if (!_stopping) Abort(SessionEnd.ClientLost, "it left with all URBs in flight that it may have");
            throw new ProtocolException("The session ended while it was full.");
        }
    }

    /// <summary>What is wrong with a request whose payload has been taken: an errno, or 0.</summary>
    static int Unacceptable(PendingUrb pending, in SubmitCommand command)
    {
        Urb urb = pending.Urb;
        switch (urb.Type)
        {
            case TransferType.Control:
                if (urb.Length != urb.Setup.Length) return -Errno.EBADR;
                return urb.Length > 0 && urb.Setup.IsIn != command.IsIn ? -Errno.EINVAL : 0;
            case TransferType.Isochronous:
                // Without packets there is nothing to move; Linux refuses such a URB locally.
                if (urb.PacketCount == 0 || !IsoPackets.TryReadPackets(pending)) return -Errno.EINVAL;
                if (!command.IsIn) IsoPackets.Pack(pending);
                return 0;
            default:
                return 0;
        }
    }

    /// <summary>Completes a URB that the device never saw.</summary>
    void Finish(PendingUrb pending, int status)
    {
        pending.Urb.Finish(status);
        pending.Urb.ErrorCount = pending.Urb.PacketCount;
        foreach (ref UrbPacket packet in pending.Urb.Packets)
        {
            packet.ActualLength = 0;
            packet.Status = status;
        }
        Answer(_receiverReplies, pending.Urb);
    }

    /// <summary>Answers a request that gets no URB, and skips what comes with it.</summary>
    /// <param name="reader">Where its payload is.</param>
    /// <param name="command">The request.</param>
    /// <param name="status">Why.</param>
    /// <param name="packetCount">Descriptors behind the payload; −1 when the endpoint does not say: then as many as the request announces,
    /// if that can be a number of packets, since that is what a client does that takes the endpoint for isochronous.</param>
    void Refuse(RequestReader reader, in SubmitCommand command, int status, int packetCount = -1)
    {
        if (packetCount < 0)
        {
            packetCount = command.Endpoint != 0 && command.PacketCount > 0 && command.PacketCount <= _limits.MaxIsoPackets ? command.PacketCount : 0;
        }
        long payload = command.Direction == 1 ? 0 : command.Length;
        reader.Skip(payload + ((long)packetCount * IsoPacket.Size));
        if (_receiverReplies.IsFull) FlushReceiverReplies();
        _receiverReplies.AddRefusal(command.Seqnum, status, command.PacketCount);
        _earlyUnlinks.Saw(command.Seqnum);
        if (_earlyUnlinks.TryTake(command.Seqnum, out UnlinkCommand unlink)) AnswerUnlink(unlink);
    }

    void Unlink(in UnlinkCommand command)
    {
        _pool!.Collect();
        if (_pool.Table.Find(command.UnlinkSeqnum) is { } pending)
        {
            if (Volatile.Read(ref pending.State) == PendingUrb.InFlight)
            {
                pending.UnlinkSeqnum = command.Seqnum;
                if (Interlocked.CompareExchange(ref pending.State, PendingUrb.UnlinkAsked, PendingUrb.InFlight) == PendingUrb.InFlight)
                {
                    _device!.Cancel(pending.Urb);
                    return; // Its completion answers.
                }
            }
            // Asked twice. A client takes RET_UNLINK for the end of the URB, so from now on no RET_SUBMIT may follow, whatever the URB brings.
            Interlocked.CompareExchange(ref pending.State, PendingUrb.UnlinkTold, PendingUrb.UnlinkAsked);
        }
        else if (_earlyUnlinks.TryKeep(command))
        {
            return;
        }
        AnswerUnlink(command);
    }

    /// <summary>Unknown, answered already, or asked twice: nothing to wait for. The answer to the URB, if there was one, stands before this.</summary>
    void AnswerUnlink(in UnlinkCommand command)
    {
        if (_receiverReplies.IsFull) FlushReceiverReplies();
        _receiverReplies.AddUnlink(command.Seqnum, 0);
    }

    /// <summary>Before each receive: sends what is ready, and answers the unlinks whose submit does not come.</summary>
    void PrepareToWait()
    {
        bool hasData = false;
        while (true)
        {
            while (_earlyUnlinks.TryExpire(out UnlinkCommand unlink)) AnswerUnlink(unlink);
            FlushReceiverReplies();
            if (hasData || _earlyUnlinks.IsEmpty) return;
            hasData = _connection.WaitForData(EarlyUnlinks.Patience);
        }
    }

    /// <summary>Keeps the flags that mean something here, where they mean something: the rest is the client's kernel's business.</summary>
    static UrbFlags Clean(uint flags, TransferType type, bool isIn)
    {
        var known = (UrbFlags)flags;
        return type switch
        {
            TransferType.Isochronous => UrbFlags.IsoAsap, // Windows clients leave it out and mean it; no client schedules frames of a bus it cannot see.
            TransferType.Bulk or TransferType.Interrupt when !isIn => known & UrbFlags.ZeroPacket,
            _ when isIn => known & UrbFlags.ShortNotOk,
            _ => UrbFlags.None,
        };
    }
}
