using System.Buffers.Binary;
using Farhub.Usb;

namespace Farhub.Devices.Virtual;

/// <summary>A claimed <see cref="VirtualDisk"/>: bulk-only transport (USB Mass Storage Class Bulk-Only Transport, revision 1.0; "BOT" below).
/// A URB is carried out inside Submit; one that comes before its turn, such as a status read queued ahead of the data, waits in its pipe.</summary>
/// <remarks>
/// <code>
/// Command --CBW--> DataIn --all sent--> Status --CSW--> Command
///            \---> DataOut --all taken--/
///            \----------no data--------/
/// Command --not a CBW--> both pipes halted, CLEAR_FEATURE in vain, until the Bulk-Only Mass Storage Reset
/// </code>
/// The thirteen cases are those of BOT, section 6.7: H is what the host expects (dCBWDataTransferLength and its direction), D what the command has.
/// Where BOT leaves a choice: short data ends with STALL and is not padded; data that is not wanted is refused with STALL; of too much
/// data (cases 7, 13) the host gets what it has room for, but nothing of a write that the two sides see differently reaches the disk.
/// </remarks>
sealed class OpenDisk(VirtualDisk device, ScsiDisk unit, IUrbSink sink, TimeProvider time) : VirtualOpenDevice(device, sink, time)
{
    internal const byte BulkIn = 0x81;
    internal const byte BulkOut = 0x02;

    const uint CommandSignature = 0x43425355;
    const uint StatusSignature = 0x53425355;
    const int CommandSize = 31;
    const int StatusSize = 13;
    const int LongestCommandBlock = 16;
    const byte GetMaxLun = 0xfe;
    const byte Reset = 0xff;

    enum Phase
    {
        Command,
        DataIn,
        DataOut,
        Status,
    }

    Phase _phase;
    bool _resetNeeded;
    uint _tag;
    /// <summary>H, in bytes.</summary>
    uint _expected;
    /// <summary>Bytes the data phase has moved.</summary>
    uint _moved;
    /// <summary>Those of them that meant something; H minus these is the residue.</summary>
    uint _processed;
    /// <summary>Bytes the data phase still has to move.</summary>
    uint _left;
    bool _phaseError;
    bool _discard;

    /// <inheritdoc/>
    protected override bool Transfer(Pipe pipe, VirtualUrb urb)
    {
        // Nothing waits before it, and it is its turn: the way of every well-behaved host.
        if (Oldest(pipe) is null && IsTurnOf(pipe))
        {
            CarryOut(pipe, urb);
            if (HasWaiting) PumpUnderGate();
            return true;
        }
        return Wait(pipe, urb);
    }

    /// <inheritdoc/>
    protected override void Pump()
    {
        if (PipeOf(BulkIn) is not { } input || PipeOf(BulkOut) is not { } output) return;
        while (true)
        {
            Pipe pipe = _phase is Phase.Command or Phase.DataOut ? output : input;
            if (TakeOldest(pipe) is not { } urb) return;
            CarryOut(pipe, urb);
            GiveBack(pipe, urb);
        }
    }

    /// <inheritdoc/>
    protected override int Request(SetupPacket setup, Span<byte> data)
    {
        // Both go to the interface, which is number 0 (BOT, sections 3.1 and 3.2).
        if (setup.Value != 0 || setup.Index != 0) return -1;
        switch (setup.RequestType, setup.Request)
        {
            case (0xa1, GetMaxLun):
                if (data.IsEmpty) return 0;
                data[0] = 0;
                return 1;
            case (0x21, Reset) when setup.Length == 0:
                // The halts stay until the host clears them, one by one.
                StartAnew();
                return 0;
            default:
                return -1;
        }
    }

    /// <inheritdoc/>
    protected override void Restart() => StartAnew();

    /// <inheritdoc/>
    protected override bool MayClearHalt(Pipe pipe) => !_resetNeeded;

    bool HasWaiting =>
        (PipeOf(BulkIn) is { } input && Oldest(input) is not null) || (PipeOf(BulkOut) is { } output && Oldest(output) is not null);

    bool IsTurnOf(Pipe pipe) => pipe.Address.IsIn ? _phase is Phase.DataIn or Phase.Status : _phase is Phase.Command or Phase.DataOut;

    void PumpUnderGate()
    {
        lock (Gate) Pump();
    }

    void StartAnew()
    {
        lock (Gate)
        {
            _phase = Phase.Command;
            _resetNeeded = false;
            Pump();
        }
    }

    void CarryOut(Pipe pipe, VirtualUrb urb)
    {
        switch (_phase)
        {
            case Phase.Command:
                TakeCommand(urb);
                break;
            case Phase.DataOut:
                TakeData(urb);
                break;
            case Phase.DataIn:
                GiveData(pipe, urb);
                break;
            default:
                GiveStatus(urb);
                break;
        }
    }

    /// <summary>The command block wrapper (BOT, section 5.1).</summary>
    /// <remarks><code>
    /// +0 u32le dCBWSignature 'USBC' +4 u32le dCBWTag +8 u32le dCBWDataTransferLength +12 bmCBWFlags (bit 7: IN) +13 bCBWLUN +14 bCBWCBLength +15 CBWCB[16]
    /// </code></remarks>
    void TakeCommand(VirtualUrb urb)
    {
        ReadOnlySpan<byte> wrapper = urb.Buffer;
        if (wrapper.Length != CommandSize || BinaryPrimitives.ReadUInt32LittleEndian(wrapper) != CommandSignature
            || wrapper[13] > 15 || wrapper[14] is 0 or > LongestCommandBlock)
        {
            // Taken, and answered by halting both pipes until the reset recovery (BOT, section 6.6.1).
            urb.Succeed(urb.Length);
            RequireReset();
            return;
        }
        urb.Succeed(CommandSize);
        _tag = BinaryPrimitives.ReadUInt32LittleEndian(wrapper[4..]);
        _expected = BinaryPrimitives.ReadUInt32LittleEndian(wrapper[8..]);
        _moved = 0;
        _processed = 0;
        _left = 0;
        _phaseError = false;
        _discard = false;
        Span<byte> command = stackalloc byte[LongestCommandBlock];
        command.Clear();
        wrapper.Slice(15, wrapper[14]).CopyTo(command);
        unit.Start(command, wrapper[13]);
        if (_expected == 0)
        {
            // Case 1, or 2 and 3: data the host does not expect.
            _phaseError = unit.Direction != ScsiData.None;
            _phase = Phase.Status;
        }
        else if ((wrapper[12] & 0x80) != 0)
        {
            ExpectIn();
        }
        else
        {
            ExpectOut();
        }
    }

    void ExpectIn()
    {
        if (unit.Direction == ScsiData.In)
        {
            _phaseError = unit.Length > _expected; // Case 7; otherwise 5 or 6.
            _left = (uint)Math.Min(unit.Length, _expected);
            _phase = Phase.DataIn;
            return;
        }
        _phaseError = unit.Direction == ScsiData.Out; // Case 8; otherwise 4.
        EndData(BulkIn);
    }

    void ExpectOut()
    {
        if (unit.Direction == ScsiData.Out)
        {
            _phaseError = _discard = unit.Length > _expected; // Case 13; otherwise 11 or 12.
            _left = (uint)Math.Min(unit.Length, _expected);
            _phase = Phase.DataOut;
            return;
        }
        _phaseError = unit.Direction == ScsiData.In; // Case 10; otherwise 9.
        EndData(BulkOut);
    }

    void TakeData(VirtualUrb urb)
    {
        int length = (int)Math.Min((uint)urb.Length, _left);
        bool failed = !_discard && !unit.Write(urb.Buffer[..length]);
        if (!failed) _processed += (uint)length;
        _moved += (uint)length;
        _left -= (uint)length;
        urb.Moved = length;
        bool isTooMuch = urb.Length > length; // Case 11, or more than the host announced.
        if (isTooMuch) urb.Fail(-Errno.EPIPE);
        else urb.Succeed(length);
        if (_left == 0 || failed) EndData(BulkOut, halts: isTooMuch || _moved < _expected);
    }

    void GiveData(Pipe pipe, VirtualUrb urb)
    {
        int asked = (int)Math.Min((uint)urb.Length, _left);
        int given = unit.Read(urb.Buffer[..asked]);
        _processed += (uint)given;
        _moved += (uint)given;
        _left -= (uint)given;
        urb.Moved = given;
        bool ends = _left == 0 || unit.HasFailed;
        bool halts = ends && _moved < _expected; // Case 5, or the command failed half-way.
        // A short packet ends the transfer; after a full one only the STALL does.
        if (halts && given < urb.Length && given % pipe.Descriptor.PacketSize == 0) urb.Fail(-Errno.EPIPE);
        else urb.Succeed(given);
        if (ends) EndData(BulkIn, halts);
    }

    /// <summary>The command status wrapper (BOT, section 5.2).</summary>
    /// <remarks><code>
    /// +0 u32le dCSWSignature 'USBS' +4 u32le dCSWTag +8 u32le dCSWDataResidue +12 bCSWStatus (0 passed, 1 failed, 2 phase error)
    /// </code></remarks>
    void GiveStatus(VirtualUrb urb)
    {
        if (urb.Length < StatusSize)
        {
            urb.Fail(-Errno.EOVERFLOW); // The packet does not fit; the status stays to be read.
            return;
        }
        Span<byte> wrapper = urb.Buffer;
        BinaryPrimitives.WriteUInt32LittleEndian(wrapper, StatusSignature);
        BinaryPrimitives.WriteUInt32LittleEndian(wrapper[4..], _tag);
        BinaryPrimitives.WriteUInt32LittleEndian(wrapper[8..], _expected - _processed);
        wrapper[12] = _phaseError ? (byte)2 : unit.HasFailed ? (byte)1 : (byte)0;
        urb.Succeed(StatusSize);
        _phase = Phase.Command;
    }

    void EndData(byte endpoint, bool halts = true)
    {
        _phase = Phase.Status;
        if (halts && PipeOf(endpoint) is { } pipe) Halt(pipe);
    }

    void RequireReset()
    {
        _resetNeeded = true;
        if (PipeOf(BulkIn) is { } input) Halt(input);
        if (PipeOf(BulkOut) is { } output) Halt(output);
    }
}
