using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Farhub.Protocol;
using Farhub.Transport;
using Farhub.Usb;

namespace Farhub.Client.Link;

sealed unsafe partial class UrbLink
{
    /// <summary>Bytes of commands that may wait to leave together: 341 headers.</summary>
    const int BatchCapacity = 16 * 1024;

    /// <summary>Longest OUT payload, in bytes, that is copied in order to leave together with others; from here on the copy costs more than the call saves.</summary>
    const int CopiedPayload = 2048;

    readonly Lock _sendGate = new();
    // Pinned, so that the address may be given to the kernel; arrays, so that nobody has to free them.
    readonly byte[] _batch = GC.AllocateUninitializedArray<byte>(BatchCapacity, pinned: true);
    readonly byte[] _isoBytes;
    volatile int _batched;
    bool _isClosed; // Under the gate: the receiver has seen the end, and nothing submitted from here on would ever be finished.

    void Send(PendingUrb urb, in UrbRequest request)
    {
        bool isLate;
        lock (_sendGate)
        {
            isLate = _isClosed;
            if (!isLate)
            {
                urb.Expect();
                Reserve(UrbHeader.Size);
                new SubmitCommand(
                    Seqnum: urb.Seqnum, DevId: _devId, Direction: request.Endpoint.IsIn ? 1u : 0u, Endpoint: (uint)request.Endpoint.Number,
                    TransferFlags: (uint)request.Flags, Length: request.Length, StartFrame: 0, PacketCount: request.Packets.Length,
                    Interval: request.Interval, Setup: request.Setup).Write(_batch.AsSpan(_batched));
                _batched += UrbHeader.Size;
                SendRest(request);
            }
        }
        if (isLate) urb.Finish(new TransferResult(TransferStatus.LinkLost, 0));
    }

    /// <summary>What follows the header: payload of OUT, descriptors of isochronous. Under the gate.</summary>
    void SendRest(in UrbRequest request)
    {
        if (!request.Packets.IsEmpty)
        {
            int length = WritePackets(request.Packets.Span);
            fixed (byte* payload = request.Payload)
            {
                SendBatch(new IoVec((nint)payload, request.Payload.Length), new IoVec(Address(_isoBytes), length));
            }
            return;
        }
        // Inside a continuation on the receiver thread, commands gather until all replies that are there have been handled.
        if (_inlineContinuations && request.Payload.Length <= CopiedPayload && IsReceiverThread)
        {
            if (request.Payload.Length > BatchCapacity - _batched)
            {
                SendBatch(default, default);
            }
            request.Payload.CopyTo(_batch.AsSpan(_batched));
            _batched += request.Payload.Length;
            return;
        }
        fixed (byte* payload = request.Payload)
        {
            SendBatch(new IoVec((nint)payload, request.Payload.Length), default);
        }
    }

    /// <summary>Asks the hub to cancel a transfer.</summary>
    internal void SendUnlink(uint seqnum)
    {
        lock (_sendGate)
        {
            if (_isClosed) return; // The receiver finishes everything, and awaits no unlink any more.
            Reserve(UrbHeader.Size);
            new UnlinkCommand(Seqnum: seqnum | UnlinkBit, DevId: _devId, UnlinkSeqnum: seqnum).Write(_batch.AsSpan(_batched));
            _batched += UrbHeader.Size;
            SendBatch(default, default);
        }
    }

    bool IDeferredSender.HasDeferred => _batched > 0; // Only continuations on the receiver's thread leave anything behind.

    void IDeferredSender.SendDeferred()
    {
        lock (_sendGate) SendBatch(default, default);
    }

    void Reserve(int length)
    {
        if (BatchCapacity - _batched < length) SendBatch(default, default);
    }

    /// <summary>Sends what has gathered and two pieces behind it, in one call. Under the gate.</summary>
    void SendBatch(IoVec second, IoVec third)
    {
        IoVec* pieces = stackalloc IoVec[3];
        int count = 0;
        if (_batched > 0) pieces[count++] = new IoVec(Address(_batch), _batched);
        if (second.Length > 0) pieces[count++] = second;
        if (third.Length > 0) pieces[count++] = third;
        _batched = 0;
        if (count == 0) return;
        try
        {
            _connection.Send(new Span<IoVec>(pieces, count));
        }
        catch (SocketException e)
        {
            // The receiver notices the abort and finishes every transfer, this one too.
            End(LinkEndReason.ConnectionLost, $"The connection to the hub broke: {e.Message}.");
        }
    }

    int WritePackets(ReadOnlySpan<IsochronousPacket> packets)
    {
        uint offset = 0;
        Span<byte> bytes = _isoBytes;
        foreach (IsochronousPacket packet in packets)
        {
            // Linux sends -EXDEV here and servers ignore it; the kernel's server wants the sum of actual lengths to be 0.
            new IsoPacket(Offset: offset, Length: (uint)packet.Length, ActualLength: 0, Status: -Errno.EXDEV).Write(bytes);
            offset += (uint)packet.Length;
            bytes = bytes[IsoPacket.Size..];
        }
        return packets.Length * IsoPacket.Size;
    }

    static nint Address(byte[] pinned) => (nint)Unsafe.AsPointer(ref pinned[0]);
}
