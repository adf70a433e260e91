using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Farhub.Usb;

namespace Farhub.Devices.Linux;

/// <summary>A URB with the kernel's own request beside it, or several of them: an isochronous URB of USB/IP may have 1024 packets, one of usbfs 128.</summary>
/// <remarks>
/// <para>Who may touch it. The holder's thread submits and cancels, the reaper takes it back from the kernel and delivers it, the canceller discards it.
/// USBDEVFS_DISCARDURB names a URB by its address alone, so a late one would hit the next life of the same URB. Therefore a URB whose discard
/// has begun is delivered only when both the reap and the discard are over, and one whose discard has not begun can no longer be discarded
/// once it is reaped. The states:</para>
/// <code>
///               holder: submit            reaper
///      Idle ───────────────────→ InFlight ──────→ Idle, deliver                     (all that the usual path costs: one exchange)
///                    holder: cancel │                    ↑ reaper
///                                   └→ CancelAsked ──────┤
///                            canceller │                 │ reaper
///                                      └→ Discarding ────┼──────→ Awaited ──→ (canceller signals) ──→ Idle, deliver
///                               canceller │              │
///                                         └→ Discarded ──┘
/// </code>
/// <para>The canceller's queue may hold a URB that has been delivered, and even begun again: it only acts on CancelAsked, and a URB
/// that is in that state is to be discarded whatever put it into the queue.</para>
/// </remarks>
[SupportedOSPlatform("linux")]
sealed unsafe class UsbfsUrb : Urb
{
    const int Idle = 0;
    const int InFlight = 1;
    const int CancelAsked = 2;
    const int Discarding = 3;
    const int Discarded = 4;
    const int Awaited = 5;

    /// <summary>A request with room for its packets. A multiple of eight.</summary>
    static readonly int PartSize = sizeof(UsbdevfsUrb) + (Usbdevfs.MaxIsoPackets * sizeof(UsbdevfsIsoPacketDesc));

    readonly bool _isMapped;
    GCHandle<UsbfsUrb> _self;
    byte* _parts;
    int _partRoom; // Parts with packets that there is room for; a part without packets always fits.
    int _partCount;
    int _partsLeft;
    int _refusal;
    int _state;

    /// <summary>Wraps memory, which the URB owns from here on.</summary>
    /// <param name="memory">Start.</param>
    /// <param name="capacity">Bytes.</param>
    /// <param name="isMapped">Whether it came from <see cref="IUsbfs.Map"/>; otherwise it was allocated aligned.</param>
    internal UsbfsUrb(byte* memory, int capacity, bool isMapped) : base(memory, capacity)
    {
        _isMapped = isMapped;
        _self = new GCHandle<UsbfsUrb>(this);
        _parts = (byte*)NativeMemory.AllocZeroed((nuint)sizeof(UsbdevfsUrb));
    }

    /// <summary>The URB that a request of the kernel's belongs to.</summary>
    internal static UsbfsUrb Of(UsbdevfsUrb* part) => GCHandle<UsbfsUrb>.FromIntPtr(part->UserContext).Target;

    /// <summary>True from <see cref="Prepare"/> until it is retired or withdrawn.</summary>
    internal bool IsInFlight => Volatile.Read(ref _state) != Idle;

    /// <summary>Requests that <see cref="Prepare"/> made.</summary>
    internal int PartCount => _partCount;

    /// <summary>One of <see cref="PartCount"/> requests for the kernel.</summary>
    internal UsbdevfsUrb* Part(int index) => (UsbdevfsUrb*)(_parts + ((nint)index * PartSize));

    static UsbdevfsIsoPacketDesc* PacketsOf(UsbdevfsUrb* part) => (UsbdevfsIsoPacketDesc*)(part + 1);

    /// <summary>Writes the requests for the kernel, and puts the URB in flight.</summary>
    /// <returns>How many to submit, or a negative errno.</returns>
    internal int Prepare()
    {
        _refusal = 0;
        _partCount = 1;
        switch (Type)
        {
            case TransferType.Control:
                Setup.Write(new Span<byte>(Memory, SetupPacket.Size));
                Fill(Part(0), Usbdevfs.USBDEVFS_URB_TYPE_CONTROL, endpoint: 0, Memory, SetupPacket.Size + Length,
                    Setup.IsIn && Length > 0 ? Flags & UrbFlags.ShortNotOk : UrbFlags.None);
                break;
            case TransferType.Isochronous:
                if (PreparePackets() is var refused and not 0) return refused;
                break;
            default:
                Fill(Part(0), Type == TransferType.Bulk ? Usbdevfs.USBDEVFS_URB_TYPE_BULK : Usbdevfs.USBDEVFS_URB_TYPE_INTERRUPT,
                    Endpoint.Value, Memory, Length, Flags & (Endpoint.IsIn ? UrbFlags.ShortNotOk : UrbFlags.ZeroPacket));
                break;
        }
        _partsLeft = _partCount;
        Volatile.Write(ref _state, InFlight);
        return _partCount;
    }

    int PreparePackets()
    {
        Span<UrbPacket> packets = Packets;
        if (packets.IsEmpty) return -Errno.EINVAL;
        long total = 0;
        foreach (ref UrbPacket packet in packets)
        {
            if (packet.Length < 0) return -Errno.EINVAL;
            total += packet.Length;
        }
        if (total > Length) return -Errno.EINVAL; // The kernel goes by the packets alone, and would leave our memory.
        _partCount = (packets.Length + Usbdevfs.MaxIsoPackets - 1) / Usbdevfs.MaxIsoPackets;
        if (_partRoom < _partCount)
        {
            _parts = (byte*)NativeMemory.Realloc(_parts, (nuint)(_partCount * PartSize));
            _partRoom = _partCount;
        }
        byte* data = Memory;
        for (int i = 0; i < _partCount; i++)
        {
            Span<UrbPacket> some = packets[..Math.Min(packets.Length, Usbdevfs.MaxIsoPackets)];
            packets = packets[some.Length..];
            int length = 0;
            UsbdevfsIsoPacketDesc* to = PacketsOf(Part(i));
            foreach (ref UrbPacket packet in some)
            {
                *to++ = new UsbdevfsIsoPacketDesc { Length = (uint)packet.Length };
                length += packet.Length;
            }
            Fill(Part(i), Usbdevfs.USBDEVFS_URB_TYPE_ISO, Endpoint.Value, data, length, Flags & UrbFlags.IsoAsap);
            Part(i)->StartFrame = StartFrame;
            Part(i)->NumberOfPackets = some.Length;
            data += length;
        }
        return 0;
    }

    void Fill(UsbdevfsUrb* part, byte type, byte endpoint, byte* buffer, int length, UrbFlags flags) => *part = new UsbdevfsUrb
    {
        Type = type,
        Endpoint = endpoint,
        Flags = (uint)flags,
        Buffer = buffer,
        BufferLength = length,
        UserContext = GCHandle<UsbfsUrb>.ToIntPtr(_self),
    };

    /// <summary>Ends a URB that never was in flight, or whose first part the kernel did not take.</summary>
    internal void NotTaken(int status)
    {
        Refuse(status);
        Volatile.Write(ref _state, Idle);
    }

    /// <summary>The kernel took the first parts and not the others. The holder's thread.</summary>
    /// <param name="first">Index of the first part that was not taken; at least 1.</param>
    /// <param name="status">Why.</param>
    /// <returns>True when the parts that were taken are back already: the URB is then finished, and nobody else will do it.
    /// False when the reaper will.</returns>
    internal bool Withdraw(int first, int status)
    {
        _refusal = status;
        for (int i = first; i < _partCount; i++)
        {
            Part(i)->Status = status;
            foreach (ref UsbdevfsIsoPacketDesc packet in new Span<UsbdevfsIsoPacketDesc>(PacketsOf(Part(i)), Part(i)->NumberOfPackets))
            {
                packet.Status = unchecked((uint)status);
            }
        }
        if (Interlocked.Add(ref _partsLeft, first - _partCount) != 0) return false;
        Volatile.Write(ref _state, Idle);
        Collect(cancelled: false);
        return true;
    }

    /// <summary>A part has been reaped. The reaper.</summary>
    /// <returns>True when it was the last.</returns>
    internal bool TakePart() => _partCount == 1 || Interlocked.Decrement(ref _partsLeft) == 0;

    /// <summary>Asks for a discard. The holder's thread.</summary>
    /// <returns>False when the URB has been reaped, or was asked before.</returns>
    internal bool AskCancel() => Interlocked.CompareExchange(ref _state, CancelAsked, InFlight) == InFlight;

    /// <summary>Begins the discard that was asked for. The canceller.</summary>
    /// <returns>False when it is no longer wanted.</returns>
    internal bool BeginDiscard() => Interlocked.CompareExchange(ref _state, Discarding, CancelAsked) == CancelAsked;

    /// <summary>The discard is over. The canceller, which does not touch the URB afterwards.</summary>
    /// <returns>True when the reaper waits for it, and is to be woken.</returns>
    internal bool EndDiscard() => Interlocked.Exchange(ref _state, Discarded) == Awaited;

    /// <summary>The last part is back: ends the flight if no discard is under way. The reaper.</summary>
    /// <param name="cancelled">Whether its holder had asked to end it.</param>
    /// <returns>False when the canceller is inside its discard: wait for it, then <see cref="RetireAwaited"/>.</returns>
    internal bool Retire(out bool cancelled)
    {
        cancelled = false;
        int state = Interlocked.CompareExchange(ref _state, Idle, InFlight);
        if (state == InFlight) return true;
        cancelled = true;
        while (true)
        {
            int next = state == Discarding ? Awaited : Idle;
            int seen = Interlocked.CompareExchange(ref _state, next, state);
            if (seen == state) return next == Idle;
            state = seen;
        }
    }

    /// <summary>Ends the flight once the canceller has signalled. The reaper.</summary>
    internal void RetireAwaited() => Volatile.Write(ref _state, Idle);

    /// <summary>Reads the outcome from the requests. Whoever ended the flight.</summary>
    internal void Collect(bool cancelled)
    {
        if (Type != TransferType.Isochronous)
        {
            Status = UsbfsStatus.OfCompletion(Part(0)->Status, cancelled);
            ActualLength = Part(0)->ActualLength;
            return;
        }
        Status = _refusal;
        ActualLength = 0;
        ErrorCount = 0;
        Span<UrbPacket> packets = Packets;
        for (int i = 0; i < _partCount; i++)
        {
            UsbdevfsUrb* part = Part(i);
            if (Status == 0) Status = UsbfsStatus.OfCompletion(part->Status, cancelled);
            ErrorCount += part->ErrorCount;
            UsbdevfsIsoPacketDesc* from = PacketsOf(part);
            foreach (ref UrbPacket packet in packets[..part->NumberOfPackets])
            {
                packet.ActualLength = Math.Min((int)from->ActualLength, packet.Length);
                packet.Status = unchecked((int)from->Status);
                ActualLength += packet.ActualLength;
                from++;
            }
            packets = packets[part->NumberOfPackets..];
        }
    }

    /// <summary>Frees the memory. Not in flight.</summary>
    internal void Free(IUsbfs usbfs)
    {
        if (_parts is null) return;
        if (_isMapped) usbfs.Unmap(Memory, (nuint)Capacity);
        else NativeMemory.AlignedFree(Memory);
        NativeMemory.Free(_parts);
        _parts = null;
        _self.Dispose();
    }
}
