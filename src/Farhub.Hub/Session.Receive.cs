using System.Runtime.CompilerServices;
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
            var command = new SubmitCommandView(header);
            if (command.DevId != _devId && command.DevId != _shortDevId) throw OtherDevice(command.DevId);
            if (command.Command == UrbCommand.Submit) Submit(reader, command);
            else if (command.Command == UrbCommand.Unlink) Unlink(UnlinkCommand.Read(header));
            else throw UnknownCommand(command.Command);
        }
    }

    /// <summary>Takes one CMD_SUBMIT with its payload and hands it to the device, or answers why not.</summary>
    /// <remarks>What happens rarely is in methods of its own: their locals would have to be zeroed here for every URB.</remarks>
    /// <param name="reader">Where the payload is.</param>
    /// <param name="command">The request, in the reader's memory: gone as soon as more is read.</param>
    void Submit(RequestReader reader, SubmitCommandView command)
    {
        int length = command.Length;
        bool isIn = command.Direction == 1;
        if (length < 0 || length > _limits.MaxTransferLength || command.Endpoint > 15 || command.Direction > 1)
        {
            RefuseOdd(reader, command);
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
        if (packetCount > _limits.MaxIsoPackets) throw TooManyPackets(packetCount);
        int bytes = length + (type == TransferType.Control ? Urb.ControlHeadroom : 0);
        PendingUrb? pending = _pool!.TakeIdle(bytes) ?? TakeUrb(bytes);
        if (pending is null)
        {
            Refuse(reader, command, -Errno.ENOMEM, packetCount);
            return;
        }
        Urb urb = pending.Urb;
        urb.Begin(endpoint, type, length, Clean(command.TransferFlags, type, isIn), type == TransferType.Control ? command.Setup : default, packetCount);
        urb.StartFrame = command.StartFrame;
        uint seqnum = command.Seqnum;
        int wirePacketCount = command.PacketCount;
        if (!isIn) reader.ReadExactly(urb.Data, length);
        if (packetCount > 0) reader.ReadExactly(pending.ReservePackets(packetCount * IsoPacket.Size), packetCount * IsoPacket.Size);
        // One that is Done has been answered, or is being answered now; only its number is still in the table.
        if (_pool.Table.Find(seqnum) is { } same && Volatile.Read(ref same.State) != PendingUrb.Done) throw InFlightAlready(seqnum);
        pending.Begin(seqnum, wirePacketCount);
        _earlyUnlinks.Saw(seqnum);
        if (!_earlyUnlinks.IsEmpty && TryUnlinkEarly(pending)) return;
        if (type is TransferType.Control or TransferType.Isochronous && Unacceptable(pending, isIn) is var refusal and not 0)
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

    static ProtocolException OtherDevice(uint devId) => new($"A request for devid {devId:x8}, which is not the imported device's.");

    static ProtocolException UnknownCommand(UrbCommand command) => new($"Unknown command 0x{(uint)command:x8}.");

    static ProtocolException InFlightAlready(uint seqnum) => new($"Seqnum {seqnum} is in flight already.");

    ProtocolException TooManyPackets(int count) => new($"{count} isochronous packets; at most {_limits.MaxIsoPackets} are taken.");

    /// <summary>Answers a request whose numbers make no sense. An IN can be refused and forgotten; of an OUT that many bytes would have to be received first.</summary>
    void RefuseOdd(RequestReader reader, SubmitCommandView command)
    {
        int length = command.Length;
        if (length < 0) throw new ProtocolException($"A transfer of {length} bytes.");
        bool isTooLong = length > _limits.MaxTransferLength;
        if (isTooLong && command.Direction != 1) throw new ProtocolException($"A transfer of {length} bytes; at most {_limits.MaxTransferLength} are taken.");
        if (command.Endpoint > 15 || command.Direction > 1)
        {
            Refuse(reader, command, -Errno.EINVAL);
            return;
        }
        TransferType? type = _device!.TypeOf(EndpointAddress.Of((int)command.Endpoint, isIn: true));
        int packetCount = type == TransferType.Isochronous ? Math.Max(0, command.PacketCount) : 0;
        if (packetCount > _limits.MaxIsoPackets) throw TooManyPackets(packetCount);
        if (type is null) Refuse(reader, command, -Errno.ENOENT);
        else Refuse(reader, command, -Errno.ENOMEM, packetCount);
    }

    /// <summary>Ends a URB at once whose unlink came before it; the device never sees it.</summary>
    bool TryUnlinkEarly(PendingUrb pending)
    {
        if (!_earlyUnlinks.TryTake(pending.Seqnum, out UnlinkCommand unlink)) return false;
        pending.UnlinkSeqnum = unlink.Seqnum;
        pending.State = PendingUrb.UnlinkAsked;
        Finish(pending, -Errno.ECONNRESET);
        return true;
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

    /// <summary>What is wrong with a control or isochronous request whose payload has been taken: an errno, or 0.</summary>
    static int Unacceptable(PendingUrb pending, bool isIn)
    {
        Urb urb = pending.Urb;
        if (urb.Type == TransferType.Control)
        {
            if (urb.Length != urb.Setup.Length) return -Errno.EBADR;
            return urb.Length > 0 && urb.Setup.IsIn != isIn ? -Errno.EINVAL : 0;
        }
        // Without packets there is nothing to move; Linux refuses such a URB locally.
        if (urb.PacketCount == 0 || !IsoPackets.TryReadPackets(pending)) return -Errno.EINVAL;
        if (!isIn) IsoPackets.Pack(pending);
        return 0;
    }

    /// <summary>Completes a URB that the device never saw.</summary>
    void Finish(PendingUrb pending, int status)
    {
        pending.Urb.Refuse(status);
        Answer(_receiverReplies, pending.Urb);
    }

    /// <summary>Answers a request that gets no URB, and skips what comes with it.</summary>
    /// <param name="reader">Where its payload is.</param>
    /// <param name="view">The request.</param>
    /// <param name="status">Why.</param>
    /// <param name="packetCount">Descriptors behind the payload; −1 when the endpoint does not say: then as many as the request announces,
    /// if that can be a number of packets, since that is what a client does that takes the endpoint for isochronous.</param>
    void Refuse(RequestReader reader, SubmitCommandView view, int status, int packetCount = -1)
    {
        SubmitCommand command = view.Read(); // Its memory goes with the payload.
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static UrbFlags Clean(uint flags, TransferType type, bool isIn)
    {
        // Windows clients leave it out and mean it; no client schedules frames of a bus it cannot see.
        if (type == TransferType.Isochronous) return UrbFlags.IsoAsap;
        UrbFlags mask = isIn ? UrbFlags.ShortNotOk : type == TransferType.Control ? UrbFlags.None : UrbFlags.ZeroPacket;
        return (UrbFlags)flags & mask;
    }
}
