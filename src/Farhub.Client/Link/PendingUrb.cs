using System.Diagnostics;
using System.Threading.Tasks.Sources;
using Farhub.Usb;

namespace Farhub.Client.Link;

/// <summary>One transfer in flight, and everything that waits for it. Belongs to a slot of the link's table for good and is used again and again.</summary>
/// <remarks>Four parties hold it, each with a bit of <see cref="_state"/>; the one who clears the last bit gives the slot back:
/// <code>
/// ReplyAwaited   the receiver, until RET_SUBMIT or a RET_UNLINK that says the URB is dead
/// UnlinkAwaited  the receiver, until RET_UNLINK, which also comes after a RET_SUBMIT that won
/// Owned          whoever waits, until the result is fetched
/// Watched        a cancellation token's callback, until it has run or can no longer run
/// </code>
/// So a slot, and with it a seqnum, is never used again while anybody, here or at the hub, may still mean the old transfer by it.</remarks>
sealed unsafe class PendingUrb : IValueTaskSource<TransferResult>, IValueTaskSource<int>
{
    const int ReplyAwaited = 1;
    const int UnlinkAwaited = 2;
    const int Owned = 4;
    const int Watched = 8;

    readonly UrbLink _link;
    readonly int _slot;
    readonly object _waiter = new();
    ManualResetValueTaskSourceCore<TransferResult> _source;
    CancellationTokenRegistration _registration;
    CancellationToken _token;
    Memory<byte> _target;
    nint _targetPointer;
    uint _generation;
    int _state;
    bool _isWatched;
    bool _isBlocking;
    bool _isSignalled;
    TransferResult _result;

    internal PendingUrb(UrbLink link, int slot, bool inlineContinuations)
    {
        _link = link;
        _slot = slot;
        _source.RunContinuationsAsynchronously = !inlineContinuations;
    }

    /// <summary>Number of this life of the slot, unique among all that are in flight.</summary>
    internal uint Seqnum { get; private set; }

    internal bool IsIn { get; private set; }

    /// <summary>Bytes asked for.</summary>
    internal int Length { get; private set; }

    /// <summary>Isochronous packets; empty for all other transfers.</summary>
    internal Memory<IsochronousPacket> Packets { get; private set; }

    /// <summary>For a ValueTask's token.</summary>
    internal short Version => _source.Version;

    /// <summary>IN: where the data goes. Only between <see cref="Expect"/> and <see cref="Finish"/>.</summary>
    internal Span<byte> Target => _targetPointer != 0 ? new Span<byte>((void*)_targetPointer, Length) : _target.Span[..Length];

    internal bool IsReplyAwaited => (Volatile.Read(ref _state) & ReplyAwaited) != 0;

    internal bool IsUnlinkAwaited => (Volatile.Read(ref _state) & UnlinkAwaited) != 0;

    /// <summary>Starts a new life. The slot is off the free stack, so nobody else looks.</summary>
    /// <param name="request">What will be sent.</param>
    /// <param name="isBlocking">Whether a thread will wait in <see cref="Wait"/>, rather than an awaiter.</param>
    internal void Begin(in UrbRequest request, bool isBlocking)
    {
        Debug.Assert(_state == 0, "A slot is used again only when everybody has let go of it.");
        Seqnum = _link.NextSeqnum(_slot, ref _generation);
        IsIn = request.Endpoint.IsIn;
        Length = request.Length;
        Packets = request.Packets;
        _target = request.Target;
        _targetPointer = request.TargetPointer;
        _isBlocking = isBlocking;
        _isSignalled = false;
        _source.Reset();
        Volatile.Write(ref _state, Owned);
    }

    /// <summary>From here on the receiver may find it. Before the first byte is sent.</summary>
    internal void Expect() => Interlocked.Or(ref _state, ReplyAwaited);

    /// <summary>Cancels it when the token says so. After it was sent, before anybody can fetch the result.</summary>
    internal void Watch(CancellationToken token)
    {
        _token = token;
        _isWatched = token.CanBeCanceled;
        if (!_isWatched) return;
        Interlocked.Or(ref _state, Watched);
        _registration = token.UnsafeRegister(static urb => ((PendingUrb)urb!).Cancel(), this);
    }

    void Cancel()
    {
        int state = Volatile.Read(ref _state);
        while ((state & (ReplyAwaited | UnlinkAwaited)) == ReplyAwaited)
        {
            int before = Interlocked.CompareExchange(ref _state, state | UnlinkAwaited, state);
            if (before == state)
            {
                _link.SendUnlink(Seqnum); // The slot is held by Watched, so the number still means this transfer.
                break;
            }
            state = before;
        }
        LetGo(Watched);
    }

    /// <summary>Ends the transfer for whoever waits. The receiver's last touch, unless an unlink is still to be answered.</summary>
    internal void Finish(in TransferResult result)
    {
        // Before the signal: behind it the object may be in its next life. Owned keeps it in this one until then.
        Interlocked.And(ref _state, ~ReplyAwaited);
        _target = default;
        if (!_isBlocking)
        {
            _source.SetResult(result);
            return;
        }
        lock (_waiter)
        {
            _result = result;
            _isSignalled = true;
            Monitor.Pulse(_waiter);
        }
    }

    /// <summary>RET_UNLINK has come, after the transfer itself was finished.</summary>
    internal void FinishUnlink() => LetGo(UnlinkAwaited);

    /// <summary>Nothing will come any more: the link has ended.</summary>
    internal void Abandon(in TransferResult result)
    {
        bool isAwaited = IsReplyAwaited;
        LetGo(UnlinkAwaited);
        if (isAwaited) Finish(result);
    }

    /// <summary>Blocks until the transfer is done.</summary>
    internal TransferResult Wait()
    {
        lock (_waiter)
        {
            while (!_isSignalled) Monitor.Wait(_waiter);
        }
        TransferResult result = _result;
        Release();
        return result;
    }

    ValueTaskSourceStatus IValueTaskSource<TransferResult>.GetStatus(short token) => _source.GetStatus(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<TransferResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    TransferResult IValueTaskSource<TransferResult>.GetResult(short token)
    {
        TransferResult result = _source.GetResult(token);
        Release();
        return result;
    }

    int IValueTaskSource<int>.GetResult(short token)
    {
        TransferResult result = _source.GetResult(token);
        CancellationToken cancellationToken = _token;
        Release();
        return _link.LengthOrThrow(result, cancellationToken);
    }

    void Release()
    {
        if (_isWatched)
        {
            _isWatched = false;
            // A callback that is running lets go by itself; waiting for it here could wait for a send that cannot go on. One that has not run
            // and is not requested never will (the token source was reset).
            bool isOut = _registration.Unregister() || !_token.IsCancellationRequested;
            _registration = default;
            if (isOut) LetGo(Watched);
        }
        _token = default;
        LetGo(Owned);
    }

    void LetGo(int holder)
    {
        int before = Interlocked.And(ref _state, ~holder);
        if ((before & holder) != 0 && before == holder) _link.GiveBack(_slot);
    }

    /// <summary>What RET_UNLINK says of a transfer that had no RET_SUBMIT: mostly that it was cancelled in time. The kernel's server puts the
    /// URB's own status there when it was done already (and drops its data), which must not hide that the endpoint has stalled.</summary>
    internal static TransferResult Unlinked(int status) =>
        new(status is 0 or -Errno.ENOENT || status > 0 ? TransferStatus.Cancelled : (TransferStatus)status, 0);
}
