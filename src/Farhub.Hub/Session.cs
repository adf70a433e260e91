using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Farhub.Devices;
using Farhub.Hub.Admission;
using Farhub.Protocol;
using Farhub.Transport;

namespace Farhub.Hub;

/// <summary>One attached connection that carries URBs. Its own thread receives and submits; completions arrive on that thread (from inside
/// Submit) or on one of the device's, and are answered there.</summary>
/// <remarks>
/// <para>Who answers, and in what order. A completion that a device's thread brings is marked Done and sent while <see cref="_sending"/> is held;
/// the receiver's own replies collect in a batch of its own, which it sends under the same lock before it waits for more requests. So when
/// the receiver sees a URB Done, that URB's reply has been sent, is being sent under the lock, or stands before in the receiver's own batch:
/// whatever the receiver says next, such as RET_UNLINK(0), comes after it.</para>
/// <para>The lock is taken once a send, not once a URB, and is free except when both threads send at once.</para>
/// </remarks>
sealed unsafe partial class Session : IUrbSink, IAttachedSession, IDisposable
{
    /// <summary>How often a receiver that waits for URBs looks whether its client is still there.</summary>
    static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);

    const int PageSize = 4096;

    readonly Connection _connection;
    readonly UsbipLimits _limits;
    readonly MemoryBudget _budget;
    readonly uint _devId;
    readonly uint _shortDevId;
    readonly object _sending = new();
    readonly ReplyBatch _receiverReplies;
    readonly ReplyBatch _deviceReplies;
    readonly EarlyUnlinks _earlyUnlinks;
    OpenDevice? _device;
    UrbPool? _pool;
    int _receiverThread;
    bool _receiverWaits;
    Ending? _ending;
    volatile bool _stopping;
    byte* _memory;

    internal Session(Connection connection, DeviceInfo device, UsbipLimits limits, MemoryBudget budget, TimeProvider? time = null)
    {
        // One piece for all three, page-aligned: of each, only the pages that are used cost memory, and most sessions use the first.
        int batchSize = (ReplyBatch.MemorySize + PageSize - 1) / PageSize * PageSize;
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)(RequestReader.MemorySize + (2 * batchSize)), PageSize);
        _receiverReplies = new ReplyBatch(_memory + RequestReader.MemorySize);
        _deviceReplies = new ReplyBatch(_memory + RequestReader.MemorySize + batchSize);
        _earlyUnlinks = new EarlyUnlinks(time ?? TimeProvider.System);
        _connection = connection;
        _limits = limits;
        _budget = budget;
        Device = device;
        Peer = connection.Peer;
        _devId = ((uint)device.BusNumber << 16) | ((uint)device.DeviceNumber & 0xffff);
        // Stock clients keep eight bits of each number.
        _shortDevId = _devId & 0x00ff_00ff;
    }

    /// <summary>The device, as it was when the session began.</summary>
    internal DeviceInfo Device { get; }

    /// <summary>The client's address.</summary>
    internal EndPoint? Peer { get; }

    /// <summary>Why it ended; None while it runs.</summary>
    internal SessionEnd End => Volatile.Read(ref _ending)?.Reason ?? SessionEnd.None;

    /// <summary>More about the end, for the log.</summary>
    internal string? EndDetail => Volatile.Read(ref _ending)?.Detail;

    /// <summary>Our defect, when that was the end.</summary>
    internal Exception? Failure => Volatile.Read(ref _ending)?.Failure;

    /// <summary>How long transfers may take to finish when the hub stops.</summary>
    internal TimeSpan FinishTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>URBs answered.</summary>
    public long UrbCount => _receiverReplies.UrbCount + _deviceReplies.UrbCount;

    /// <summary>Bytes that came from the device.</summary>
    public long BytesIn => _receiverReplies.BytesIn + _deviceReplies.BytesIn;

    /// <summary>Bytes that went to the device.</summary>
    public long BytesOut => _receiverReplies.BytesOut + _deviceReplies.BytesOut;

    /// <summary>True when it has ended, or will as soon as its receiver looks: its client has closed the connection.</summary>
    internal bool IsEnding => HasEnded || _connection.IsClosedByPeer;

    /// <summary>Set when the device is free again.</summary>
    internal ManualResetEventSlim Released { get; } = new();

    bool HasEnded => Volatile.Read(ref _ending) is not null;

    public void Abort(SessionEnd reason, string? detail = null) => Abort(reason, detail, null);

    /// <summary>Ends the session; the first reason counts. Any thread, any number of times. Returns at once.</summary>
    internal void Abort(SessionEnd reason, string? detail, Exception? failure)
    {
        if (Interlocked.CompareExchange(ref _ending, new Ending(reason, detail, failure), null) is not null) return;
        _connection.Abort();
        lock (_sending) Monitor.PulseAll(_sending); // The receiver may be waiting for a URB that will not come back.
    }

    /// <summary>Asks the session to end soon: no more requests are taken, transfers under way may finish. Any thread. Returns at once.</summary>
    internal void Stop()
    {
        _stopping = true;
        _connection.StopReceiving();
    }

    /// <summary>Carries URBs until the session ends, on the calling thread; then gives the device back.</summary>
    /// <param name="device">Opened with this session as its sink. Disposed in the end.</param>
    internal void Run(OpenDevice device)
    {
        _device = device;
        _pool = new UrbPool(device, _limits, _budget);
        _receiverThread = Environment.CurrentManagedThreadId;
        var reader = new RequestReader(_connection, _memory, PrepareToWait);
        try
        {
            try
            {
                Receive(reader);
            }
            catch (ProtocolException) when (_stopping)
            {
                // Stop cut the stream inside a message: not the client's doing, and what came before may finish.
            }
            FlushReceiverReplies();
            if (_stopping) FinishTransfers();
            Abort(_stopping ? SessionEnd.HubStopping : SessionEnd.ClientClosed);
        }
        catch (ProtocolException e)
        {
            Abort(SessionEnd.ClientViolation, e.Message);
        }
        catch (SocketException e)
        {
            Abort(SessionEnd.ClientLost, e.Message);
        }
#pragma warning disable CA1031 // Whatever a session does wrong ends that session, loudly, and no other.
        catch (Exception e)
        {
            Abort(SessionEnd.HubFailure, e.Message, e);
        }
#pragma warning restore CA1031
        finally
        {
            device.Dispose();
            Recycle(_receiverReplies);
            _pool.DestroyAll();
        }
    }

    /// <summary>Frees the session's memory. After <see cref="Run"/>, or when the device could not be opened.</summary>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
    }

    /// <summary>Waits a moment for what is not a standing question: an interrupt IN may stay pending for ever, a write should not be cut in two.</summary>
    void FinishTransfers()
    {
        long deadline = Environment.TickCount64 + (long)FinishTime.TotalMilliseconds;
        lock (_sending)
        {
            while (!HasEnded && _pool!.HasTransfers)
            {
                long left = deadline - Environment.TickCount64;
                _receiverWaits = true;
                if (left <= 0 || !Monitor.Wait(_sending, (int)left)) return;
            }
        }
    }

    /// <inheritdoc/>
    public void Gone(string reason) => Abort(SessionEnd.DeviceGone, reason);

    /// <inheritdoc/>
    public void Complete(ReadOnlySpan<Urb> urbs)
    {
        if (Environment.CurrentManagedThreadId == _receiverThread)
        {
            // From inside Submit: these come before what the receiver will answer next, so they join its batch.
            foreach (Urb urb in urbs) Answer(_receiverReplies, urb);
            return;
        }
        lock (_sending)
        {
            foreach (Urb urb in urbs) Answer(_deviceReplies, urb);
            Send(_deviceReplies);
        }
    }

    /// <summary>Decides the race with an unlink and adds the reply.</summary>
    void Answer(ReplyBatch batch, Urb urb)
    {
        if (batch.IsFull)
        {
            if (batch == _receiverReplies) FlushReceiverReplies();
            else Send(batch);
        }
        var pending = Unsafe.As<PendingUrb>(urb.Tag!); // Set by the pool, and never changed.
        int before;
        if (batch == _receiverReplies)
        {
            // Only the receiver asks for unlinks, so there is no race with them here, and only a device's threads need the atomic exchange.
            before = pending.State;
            pending.State = PendingUrb.Done;
        }
        else
        {
            before = Interlocked.Exchange(ref pending.State, PendingUrb.Done);
        }
        Debug.Assert(before != PendingUrb.Done, "A device completed a URB twice.");
        batch.Add(pending, before);
    }

    /// <summary>Sends what the receiver has answered. Before it waits for anything, and when the batch is full.</summary>
    void FlushReceiverReplies()
    {
        if (_receiverReplies.IsEmpty) return;
        lock (_sending) Send(_receiverReplies);
    }

    /// <summary>Sends a batch, and makes its URBs free. Only while <see cref="_sending"/> is held.</summary>
    void Send(ReplyBatch batch)
    {
        try
        {
            // A session that has ended only collects what still comes back.
            if (!HasEnded) _connection.Send(batch.Pieces);
        }
        catch (SocketException e)
        {
            Abort(SessionEnd.ClientLost, e.Message);
        }
        Recycle(batch);
        if (_receiverWaits) Monitor.PulseAll(_sending);
    }

    void Recycle(ReplyBatch batch)
    {
        if (batch.Urbs is { } urbs)
        {
            if (batch == _receiverReplies) _pool!.Collect(urbs);
            else _pool!.Return(urbs);
        }
        batch.Clear();
    }

    /// <summary>Why and how it ended, set once and whole.</summary>
    sealed record Ending(SessionEnd Reason, string? Detail, Exception? Failure);
}
