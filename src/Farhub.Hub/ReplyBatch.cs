using Farhub.Devices;
using Farhub.Protocol;
using Farhub.Transport;
using Farhub.Usb;

namespace Farhub.Hub;

/// <summary>Replies that leave in one gathered send. Headers and small payloads stand together in one piece of memory (each further piece costs
/// the kernel more than copying a few hundred bytes costs us); larger payloads are sent from where they are.</summary>
/// <remarks><code>
/// memory:  pieces (3 KiB)  then the slab of headers and small payloads; a quiet session touches one page of it
/// </code></remarks>
/// <param name="memory"><see cref="MemorySize"/> bytes that outlive the batch.</param>
sealed unsafe class ReplyBatch(byte* memory)
{
    /// <summary>Most replies in one send.</summary>
    const int MaxReplies = 64;

    const int MaxPieces = 192;

    /// <summary>The most pieces a reply takes: header, payload, packets, and the header of a RET_UNLINK.</summary>
    const int MaxPiecesOfAReply = 4;

    /// <summary>A payload up to this many bytes is copied behind its header.</summary>
    const int CopyLimit = 512;

    /// <summary>The most a reply takes here: RET_SUBMIT, a copied payload, and a RET_UNLINK behind it.</summary>
    const int SlotSize = UrbHeader.Size + CopyLimit + UrbHeader.Size;

    static readonly int PiecesSize = MaxPieces * sizeof(IoVec);

    /// <summary>Bytes of memory that a batch needs.</summary>
    internal static readonly int MemorySize = PiecesSize + (MaxReplies * SlotSize);

    readonly IoVec* _pieces = (IoVec*)memory;
    readonly byte* _slab = memory + PiecesSize;
    int _slabUsed;
    int _pieceCount;
    int _replyCount;

    /// <summary>Nothing to send.</summary>
    internal bool IsEmpty => _replyCount == 0;

    /// <summary>Must be sent before another reply is added.</summary>
    internal bool IsFull => _replyCount == MaxReplies || _pieceCount > MaxPieces - MaxPiecesOfAReply;

    /// <summary>URBs answered, in all.</summary>
    internal long UrbCount { get; private set; }

    /// <summary>Bytes that came from the device, in all.</summary>
    internal long BytesIn { get; private set; }

    /// <summary>Bytes that went to the device, in all.</summary>
    internal long BytesOut { get; private set; }

    /// <summary>What to send. The sender changes it.</summary>
    internal Span<IoVec> Pieces => new(_pieces, _pieceCount);

    /// <summary>The newest of the URBs whose memory is in use until the pieces are sent; the others hang on it by <see cref="PendingUrb.Next"/>.</summary>
    internal PendingUrb? Urbs { get; private set; }

    /// <summary>Adds the answer to a URB that has completed and whose state is Done.</summary>
    /// <param name="pending">The URB.</param>
    /// <param name="before">Its state when it completed.</param>
    internal void Add(PendingUrb pending, int before)
    {
        Urb urb = pending.Urb;
        bool unlinkAsked = before != PendingUrb.InFlight;
        bool cutShort = urb.Status is -Errno.ENOENT or -Errno.ECONNRESET;
        pending.Next = Urbs;
        Urbs = pending;
        _replyCount++;
        UrbCount++;
        if ((unlinkAsked && cutShort) || before == PendingUrb.UnlinkTold)
        {
            // The unlink won, or the client believes it did: this is all it hears of both.
            AppendUnlink(pending.UnlinkSeqnum, -Errno.ECONNRESET);
            return;
        }
        // Cut short although this client did not ask: a side effect of SET_INTERFACE or reset, or the end of the device.
        int status = cutShort ? -Errno.ESHUTDOWN : urb.Status;
        AppendSubmit(pending, urb, status);
        if (unlinkAsked) AppendUnlink(pending.UnlinkSeqnum, 0); // Too late: the data goes first, then this.
    }

    /// <summary>Adds the answer to an unlink for a URB that is unknown, or whose answer stands before this one.</summary>
    internal void AddUnlink(uint seqnum, int status)
    {
        _replyCount++;
        AppendUnlink(seqnum, status);
    }

    /// <summary>Adds the answer to a request that never became a URB: no payload, no packets.</summary>
    internal void AddRefusal(uint seqnum, int status, int packetCount)
    {
        _replyCount++;
        UrbCount++;
        // Without descriptors behind it a reply may not announce any.
        new SubmitReply(seqnum, status, ActualLength: 0, PacketCount: Math.Min(packetCount, 0)).Write(Reserve(UrbHeader.Size));
    }

    /// <summary>Empties the batch, whose <see cref="Urbs"/> now belong to whoever took them.</summary>
    internal void Clear()
    {
        Urbs = null;
        _slabUsed = 0;
        _pieceCount = 0;
        _replyCount = 0;
    }

    void AppendSubmit(PendingUrb pending, Urb urb, int status)
    {
        bool isoch = urb.Type == TransferType.Isochronous;
        int sent = isoch ? IsoPackets.Prepare(pending) : Math.Clamp(urb.ActualLength, 0, urb.Length);
        new SubmitReply(pending.Seqnum, status, sent, urb.StartFrame, pending.WirePacketCount, urb.ErrorCount).Write(Reserve(UrbHeader.Size));
        if (!urb.Endpoint.IsIn)
        {
            BytesOut += sent;
        }
        else if (sent > 0)
        {
            BytesIn += sent;
            byte* data = urb.Answer == null ? urb.Data : urb.Answer;
            if (sent <= CopyLimit)
            {
                new ReadOnlySpan<byte>(data, sent).CopyTo(Reserve(sent));
            }
            else
            {
                _pieces[_pieceCount++] = new IoVec((nint)data, sent);
            }
        }
        if (isoch) _pieces[_pieceCount++] = new IoVec((nint)pending.WirePackets, urb.PacketCount * IsoPacket.Size);
    }

    void AppendUnlink(uint seqnum, int status) => new UnlinkReply(seqnum, status).Write(Reserve(UrbHeader.Size));

    /// <summary>Takes bytes of the slab, as part of the last piece when that ends where they begin.</summary>
    Span<byte> Reserve(int length)
    {
        byte* start = _slab + _slabUsed;
        _slabUsed += length;
        if (_pieceCount > 0 && _pieces[_pieceCount - 1] is var last && last.Start + last.Length == (nint)start)
        {
            _pieces[_pieceCount - 1] = new IoVec(last.Start, last.Length + length);
        }
        else
        {
            _pieces[_pieceCount++] = new IoVec((nint)start, length);
        }
        return new Span<byte>(start, length);
    }
}
