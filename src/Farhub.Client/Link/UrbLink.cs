using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Farhub.Protocol;
using Farhub.Transport;

namespace Farhub.Client.Link;

/// <summary>The connection of one imported device: sends commands, matches replies. One thread of its own receives; whoever submits, sends.</summary>
/// <remarks><code>
/// seqnum of CMD_SUBMIT:  bit 31 zero, then the generation of the slot (never 0), then the slot: the reply finds its transfer without a search,
///                        and a reply to an earlier life of the slot is noticed
/// seqnum of CMD_UNLINK:  that of the transfer with bit 31 set
/// </code></remarks>
sealed unsafe partial class UrbLink : IDeferredSender
{
    const uint UnlinkBit = 0x8000_0000;

    readonly Connection _connection;
    readonly uint _devId;
    readonly bool _inlineContinuations;
    readonly PendingUrb?[] _table; // Filled from the low end, as deep as transfers were ever in flight together.
    readonly SlotStack _free;
    readonly int _slotBits;
    readonly TaskCompletionSource<LinkEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Thread _receiver;
    LinkEnd? _end;

    /// <summary>Takes the connection over; call <see cref="Start"/> next.</summary>
    internal UrbLink(Connection connection, string name, uint devId, ImportOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxTransfersInFlight, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxTransfersInFlight, 1 << 16);
        _connection = connection;
        _devId = devId;
        _inlineContinuations = options.InlineContinuations;
        _table = new PendingUrb?[options.MaxTransfersInFlight];
        _free = new SlotStack(options.MaxTransfersInFlight);
        _slotBits = BitOperations.Log2((uint)options.MaxTransfersInFlight - 1 | 1) + 1;
        _slotMask = (1u << _slotBits) - 1;
        _packetScratch = new IsoPacket[options.Limits.MaxIsoPackets];
        _isoBytes = GC.AllocateUninitializedArray<byte>(options.Limits.MaxIsoPackets * IsoPacket.Size, pinned: true);
        _reader = new ReplyReader(connection, this);
        _receiver = new Thread(Receive) { IsBackground = true, Name = name };
    }

    /// <summary>Completes when the link has ended and every transfer on it is finished.</summary>
    internal Task<LinkEnd> Ended => _ended.Task;

    /// <summary>Starts to receive.</summary>
    internal void Start() => _receiver.Start();

    /// <summary>Ends the link; the first reason counts. Any thread, any number of times; does not wait.</summary>
    internal void End(LinkEndReason reason, string detail)
    {
        Interlocked.CompareExchange(ref _end, new LinkEnd(reason, detail), null);
        _connection.Abort();
    }

    /// <summary>Sends a command.</summary>
    /// <param name="request">What is to be moved; checked by the caller.</param>
    /// <param name="isBlocking">Whether the caller will <see cref="PendingUrb.Wait"/>.</param>
    /// <param name="cancellationToken">Unlinks the transfer.</param>
    /// <param name="urb">What to wait for.</param>
    /// <param name="refusal">Why there is nothing to wait for.</param>
    internal bool TrySubmit(
        in UrbRequest request, bool isBlocking, CancellationToken cancellationToken, [NotNullWhen(true)] out PendingUrb? urb, out TransferResult refusal)
    {
        urb = null;
        refusal = new TransferResult(TransferStatus.Cancelled, 0);
        if (cancellationToken.IsCancellationRequested) return false;
        if (!_free.TryPop(out int slot))
        {
            refusal = new TransferResult(TransferStatus.TooManyInFlight, 0);
            return false;
        }
        urb = _table[slot];
        if (urb is null)
        {
            urb = new PendingUrb(this, slot, _inlineContinuations);
            Volatile.Write(ref _table[slot], urb);
        }
        urb.Begin(request, isBlocking);
        Send(urb, request);
        urb.Watch(cancellationToken);
        return true;
    }

    /// <summary>The outcome in the style of exceptions.</summary>
    internal int LengthOrThrow(in TransferResult result, CancellationToken cancellationToken)
    {
        if (result.IsOk) return result.Length;
        if (result.Status == TransferStatus.Cancelled && cancellationToken.IsCancellationRequested) throw new OperationCanceledException(cancellationToken);
        throw new TransferException(result, Volatile.Read(ref _end));
    }

    /// <summary>True on the thread that receives, which must never wait for a reply.</summary>
    internal bool IsReceiverThread => Thread.CurrentThread == _receiver;

    /// <summary>The next number of a slot. Never 0, which some servers hold for invalid.</summary>
    internal uint NextSeqnum(int slot, ref uint generation)
    {
        uint high;
        do
        {
            generation = unchecked(generation + 1);
            high = (generation << _slotBits) & ~UnlinkBit;
        }
        while (high == 0);
        return high | (uint)slot;
    }

    internal void GiveBack(int slot) => _free.Push(slot);
}
