using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Farhub.Usb;

namespace Farhub.Devices.Virtual;

/// <summary>A claimed software device. Answers endpoint 0's standard requests itself; a device adds its transfers, and class or vendor requests.</summary>
/// <remarks>
/// <para>Three ways for a URB to complete. At once: Submit returns true; nothing is allocated or locked. On the holder's thread but later: it
/// waits in its pipe until another Submit or a Cancel makes it done, and goes to the sink from inside that call. On the device's own thread: the
/// transfers of a paced pipe, all of them. So the replies of one pipe always come from one thread and in order.</para>
/// <para>The gate guards the waiting URBs: the holder's thread, the timer and an unplugging meet there. The sink is never called under it.</para>
/// </remarks>
public abstract partial class VirtualOpenDevice : OpenDevice
{
    /// <summary>Memory of a page or more is aligned to one: received into elsewhere, it costs up to twice the time.</summary>
    const int PageSize = 4096;

    readonly VirtualDevice _device;
    readonly IUrbSink _sink;
    readonly TimeProvider _time;
    readonly Delivery _delivery;
    readonly Pipe?[] _pipes = new Pipe?[EndpointAddress.Count];
    /// <summary>Waiting URBs that this Submit or Cancel has made done. The holder's thread only.</summary>
    readonly UrbQueue _finished = new();
    readonly Urb[] _batch = new Urb[16];
    /// <summary>The URB whose Submit is under way, while it may be finished from within its pipe.</summary>
    VirtualUrb? _current;
    volatile bool _ended;
    bool _disposed;

    /// <summary>Makes the state of a claim, configured with the device's first configuration.</summary>
    /// <param name="device">What is claimed.</param>
    /// <param name="sink">Where completions go.</param>
    /// <param name="time">Clock of paced transfers.</param>
    protected VirtualOpenDevice(VirtualDevice device, IUrbSink sink, TimeProvider time)
    {
        _device = device;
        _sink = sink;
        _time = time;
        _startTime = time.GetTimestamp();
        _delivery = new Delivery(sink, $"urbs {device.Port}");
        BuildPipes(device.Info.Configurations[0]);
    }

    /// <summary>Guards the waiting URBs and, for devices that have any, what else the timer's thread shares with the holder's.</summary>
    protected Lock Gate { get; } = new();

    /// <inheritdoc/>
    public override TransferType? TypeOf(EndpointAddress endpoint) =>
        endpoint.Number == 0 ? TransferType.Control : _pipes[endpoint.Index]?.Type;

    /// <inheritdoc/>
    public override unsafe Urb CreateUrb(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        // A small block comes from the allocator's small bins: an idle session costs no page per URB.
        void* memory = capacity >= PageSize ? NativeMemory.AlignedAlloc((nuint)capacity, PageSize) : NativeMemory.Alloc((nuint)Math.Max(capacity, 1));
        return new VirtualUrb((byte*)memory, capacity);
    }

    /// <inheritdoc/>
    public override unsafe void DestroyUrb(Urb urb)
    {
        var own = (VirtualUrb)urb;
        if (own.InFlight) throw new InvalidOperationException("The URB is in flight.");
        if (own.Destroyed) return;
        own.Destroyed = true;
        if (own.Capacity >= PageSize) NativeMemory.AlignedFree(own.Memory);
        else NativeMemory.Free(own.Memory);
    }

    /// <inheritdoc/>
    public sealed override bool Submit(Urb urb)
    {
        bool done = Start((VirtualUrb)urb);
        if (_finished.First is not null) Flush();
        return done;
    }

    /// <inheritdoc/>
    public sealed override void Cancel(Urb urb)
    {
        var own = (VirtualUrb)urb;
        lock (Gate)
        {
            if (own.Pipe is not { } pipe) return; // Done meanwhile.
            pipe.Waiting.Remove(own);
            own.Fail(-Errno.ECONNRESET);
            GiveBack(pipe, own);
            Pump();
        }
        if (_finished.First is not null) Flush();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        lock (Gate)
        {
            _ended = true;
            _timer?.Dispose();
            foreach (Pipe? pipe in _pipes)
            {
                while (pipe?.Waiting.Take() is { } urb)
                {
                    urb.Pipe = null;
                    urb.InFlight = false;
                    urb.Fail(-Errno.ESHUTDOWN);
                }
            }
        }
        _delivery.Stop();
        _device.Close(this);
    }

    /// <summary>Ends the device under its holder.</summary>
    internal void Unplug(string reason)
    {
        lock (Gate)
        {
            if (_ended) return;
            _ended = true;
            _timer?.Dispose();
            if (_delivery.TryStart())
            {
                foreach (Pipe? pipe in _pipes)
                {
                    while (pipe?.Waiting.Take() is { } urb)
                    {
                        urb.Pipe = null;
                        urb.Fail(-Errno.ESHUTDOWN);
                        _delivery.Add(urb);
                    }
                }
                _delivery.Close(reason);
                return;
            }
        }
        _sink.Gone(reason); // No room for a thread, so this one has to do; what waits is taken back when the holder ends the claim.
    }

    /// <summary>Starts a transfer on an endpoint other than 0 that is not halted. The holder's thread, not under the gate.</summary>
    /// <returns>True when it is done and its outcome set; false when it waits (<see cref="Wait"/>, <see cref="WaitForTime"/>).</returns>
    protected abstract bool Transfer(Pipe pipe, VirtualUrb urb);

    /// <summary>Answers a class or vendor request.</summary>
    /// <param name="setup">The setup packet.</param>
    /// <param name="data">The data stage: what came (OUT), or where the answer goes (IN).</param>
    /// <returns>Bytes of the data stage that were used or written; −1 to stall.</returns>
    protected virtual int Request(SetupPacket setup, Span<byte> data) => -1;

    /// <summary>The host has chosen a configuration or an alternate setting, or has reset the port: all state of the protocol above starts anew.</summary>
    protected virtual void Restart() { }

    /// <summary>Asked before CLEAR_FEATURE(ENDPOINT_HALT) clears; a device that must be reset first says no, and stays halted.</summary>
    protected virtual bool MayClearHalt(Pipe pipe) => true;

    /// <summary>Finishes those waiting URBs of pipes that are not paced that can go on now. Called under the gate, after a URB was added or cancelled.</summary>
    protected virtual void Pump() { }

    /// <summary>The pipe of an endpoint; null when the current settings have no such endpoint.</summary>
    protected Pipe? PipeOf(byte address) => _pipes[new EndpointAddress(address).Index];

    /// <summary>Puts a URB behind those that wait in its pipe, and sees with <see cref="Pump"/> how far that gets them.</summary>
    /// <returns>What Transfer returns: true when this URB is done, false when it waits.</returns>
    protected bool Wait(Pipe pipe, VirtualUrb urb)
    {
        lock (Gate)
        {
            if (!TryAdd(pipe, urb)) return true;
            _current = urb;
            Pump();
            _current = null;
            return urb.Pipe is null;
        }
    }

    /// <summary>The oldest URB that waits in a pipe; null when there is none. Under the gate.</summary>
    protected static VirtualUrb? Oldest(Pipe pipe) => pipe.Waiting.First;

    /// <summary>Takes the oldest URB out of a pipe, to finish it and then <see cref="GiveBack"/>; null when there is none. Under the gate.</summary>
    protected static VirtualUrb? TakeOldest(Pipe pipe) => pipe.Waiting.Take();

    /// <summary>Completes a URB that was taken out of its pipe and whose outcome is set. Under the gate.</summary>
    protected void GiveBack(Pipe pipe, VirtualUrb urb)
    {
        urb.Pipe = null;
        if (pipe.IsPaced) _delivery.Add(urb);
        else if (urb == _current) urb.InFlight = false; // Submit itself will say so.
        else _finished.Add(urb);
    }

    /// <summary>Makes an endpoint answer with STALL. What waits on it ends so too.</summary>
    protected void Halt(Pipe pipe)
    {
        pipe.IsHalted = true;
        Kill(pipe, -Errno.EPIPE);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    bool Start(VirtualUrb urb)
    {
        urb.Moved = 0;
        if (_ended)
        {
            urb.Fail(-Errno.ESHUTDOWN);
            return true;
        }
        if (urb.Endpoint.Number == 0)
        {
            Control(urb);
            return true;
        }
        Pipe? pipe = _pipes[urb.Endpoint.Index];
        if (pipe is null || pipe.Type != urb.Type)
        {
            urb.Fail(-Errno.ENOENT);
            return true;
        }
        if (pipe.IsHalted)
        {
            urb.Fail(-Errno.EPIPE);
            return true;
        }
        return Transfer(pipe, urb);
    }

    bool TryAdd(Pipe pipe, VirtualUrb urb)
    {
        if (_ended)
        {
            urb.Fail(-Errno.ESHUTDOWN);
            return false;
        }
        urb.Pipe = pipe;
        urb.InFlight = true;
        pipe.Waiting.Add(urb);
        return true;
    }

    /// <summary>Ends all that waits in a pipe.</summary>
    void Kill(Pipe pipe, int status)
    {
        lock (Gate)
        {
            while (pipe.Waiting.Take() is { } urb)
            {
                urb.Fail(status);
                GiveBack(pipe, urb);
            }
        }
    }

    /// <summary>Brings the URBs that this call has made done to the sink, on this thread: the holder's own, which serves no other device.</summary>
    void Flush()
    {
        while (_finished.First is not null)
        {
            int count = 0;
            while (count < _batch.Length && _finished.Take() is { } urb)
            {
                urb.InFlight = false;
                _batch[count++] = urb;
            }
            _sink.Complete(_batch.AsSpan(0, count));
            Array.Clear(_batch, 0, count);
        }
    }
}
