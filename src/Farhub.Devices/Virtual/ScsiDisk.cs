using System.Buffers.Binary;

namespace Farhub.Devices.Virtual;

/// <summary>The logical unit of a claimed disk: SCSI commands (SPC-4, SBC-3) on a <see cref="DiskStore"/>. One command at a time: <see cref="Start"/>,
/// then its data by <see cref="Read"/> or <see cref="Write"/> in pieces of any size.</summary>
sealed partial class ScsiDisk(DiskStore store, string serial)
{
    /// <summary>Longest answer that is not block data.</summary>
    const int ReplySize = 256;

    readonly byte[] _reply = new byte[ReplySize];
    bool _fromStore;
    bool _flushAfter;
    long _position;
    long _moved;
    bool _stopped;
    ScsiSense _sense;
    long? _failedBlock;

    /// <summary>Which way the current command's data goes.</summary>
    internal ScsiData Direction { get; private set; }

    /// <summary>Bytes of data the current command has, by its own account.</summary>
    internal long Length { get; private set; }

    /// <summary>The current command ends with CHECK CONDITION.</summary>
    internal bool HasFailed { get; private set; }

    long BlockCount => store.Length / VirtualDisk.BlockSize;

    /// <summary>Takes a command and, when it has no data, carries it out.</summary>
    /// <param name="command">Command block, padded with zeros to 16 bytes.</param>
    /// <param name="unit">Logical unit number; only 0 exists.</param>
    internal void Start(ReadOnlySpan<byte> command, int unit)
    {
        Direction = ScsiData.None;
        Length = 0;
        HasFailed = false;
        _fromStore = false;
        _flushAfter = false;
        _moved = 0;
        byte code = command[0];
        if (code == ScsiCommand.RequestSense)
        {
            RequestSense(command, unit);
            return;
        }
        // These two leave the sense of the command before alone (SPC-4, section 5.x: they never report it).
        if (code is not (ScsiCommand.Inquiry or ScsiCommand.ReportLuns)) SetSense(ScsiSense.None);
        if (unit != 0 && code != ScsiCommand.Inquiry)
        {
            Fail(ScsiSense.NoSuchUnit);
            return;
        }
        Dispatch(command, unit);
    }

    /// <summary>Gives the next bytes of an IN command.</summary>
    /// <param name="bytes">At most what is left of <see cref="Length"/>.</param>
    /// <returns>Bytes given; fewer than asked when the command has failed meanwhile.</returns>
    internal int Read(Span<byte> bytes)
    {
        int count = bytes.Length;
        if (_fromStore)
        {
            count = store.Read(bytes, _position + _moved);
            if (count < bytes.Length) Fail(ScsiSense.ReadError, (_position + _moved + count) / VirtualDisk.BlockSize);
        }
        else
        {
            _reply.AsSpan((int)_moved, count).CopyTo(bytes);
        }
        _moved += count;
        return count;
    }

    /// <summary>Takes the next bytes of an OUT command.</summary>
    /// <param name="bytes">At most what is left of <see cref="Length"/>.</param>
    /// <returns>False when the command has failed.</returns>
    internal bool Write(ReadOnlySpan<byte> bytes)
    {
        if (!store.TryWrite(bytes, _position + _moved))
        {
            Fail(ScsiSense.WriteError, (_position + _moved) / VirtualDisk.BlockSize);
            return false;
        }
        _moved += bytes.Length;
        if (_moved == Length && _flushAfter && !store.TryFlush()) Fail(ScsiSense.WriteError);
        return !HasFailed;
    }

    void Dispatch(ReadOnlySpan<byte> command, int unit)
    {
        switch (command[0])
        {
            case ScsiCommand.Inquiry:
                Inquiry(command, unit);
                break;
            case ScsiCommand.TestUnitReady:
                IsReady();
                break;
            case ScsiCommand.ReadCapacity10:
                ReadCapacity10(command);
                break;
            case ScsiCommand.ServiceActionIn16:
                ReadCapacity16(command);
                break;
            case ScsiCommand.ReadFormatCapacities:
                ReadFormatCapacities(command);
                break;
            case ScsiCommand.Read6 or ScsiCommand.Read10 or ScsiCommand.Read12 or ScsiCommand.Read16:
                MoveBlocks(command, ScsiData.In);
                break;
            case ScsiCommand.Write6 or ScsiCommand.Write10 or ScsiCommand.Write12 or ScsiCommand.Write16:
                MoveBlocks(command, ScsiData.Out);
                break;
            case ScsiCommand.Verify10 or ScsiCommand.Verify12 or ScsiCommand.Verify16:
                // BYTCHK, bits 2..1, asks to compare with data from the host, which this disk does not offer.
                if ((command[1] & 0x06) != 0) Fail(ScsiSense.InvalidField);
                else if (IsReady()) IsInRange(Block(command), BlocksOf(command));
                break;
            case ScsiCommand.SynchronizeCache10 or ScsiCommand.SynchronizeCache16:
                if (IsReady() && IsInRange(Block(command), BlocksOf(command)) && !store.TryFlush()) Fail(ScsiSense.WriteError);
                break;
            case ScsiCommand.ModeSense6:
                ModeSense(command, isLong: false);
                break;
            case ScsiCommand.ModeSense10:
                ModeSense(command, isLong: true);
                break;
            case ScsiCommand.StartStopUnit:
                StartStop(command);
                break;
            case ScsiCommand.PreventAllow:
                break; // The medium cannot be taken out anyway.
            case ScsiCommand.ReportLuns:
                ReportLuns(command);
                break;
            default:
                Fail(ScsiSense.InvalidCommand);
                break;
        }
    }

    void MoveBlocks(ReadOnlySpan<byte> command, ScsiData direction)
    {
        if (!IsReady()) return;
        ulong block = Block(command);
        uint count = BlocksOf(command);
        if (direction == ScsiData.Out && store.IsReadOnly)
        {
            Fail(ScsiSense.WriteProtected);
            return;
        }
        if (!IsInRange(block, count)) return;
        // FUA, bit 3, which six-byte commands lack.
        _flushAfter = direction == ScsiData.Out && command[0] != ScsiCommand.Write6 && (command[1] & 0x08) != 0;
        _fromStore = true;
        _position = (long)block * VirtualDisk.BlockSize;
        Length = (long)count * VirtualDisk.BlockSize;
        if (count > 0) Direction = direction;
    }

    void StartStop(ReadOnlySpan<byte> command)
    {
        // POWER CONDITION, bits 7..4 of byte 4: a disk without power conditions has only START_VALID, 0.
        if ((command[4] & 0xf0) != 0) Fail(ScsiSense.InvalidField);
        else if ((command[4] & 1) != 0) _stopped = false;
        else if (store.TryFlush()) _stopped = true;
        else Fail(ScsiSense.WriteError);
    }

    bool IsReady()
    {
        if (_stopped) Fail(ScsiSense.NotReadyStopped);
        return !_stopped;
    }

    bool IsInRange(ulong block, uint count)
    {
        ulong all = (ulong)BlockCount;
        if (block <= all && count <= all - block) return true;
        Fail(ScsiSense.BlockOutOfRange);
        return false;
    }

    void Fail(ScsiSense sense, long? block = null)
    {
        HasFailed = true;
        SetSense(sense, block);
    }

    void SetSense(ScsiSense sense, long? block = null)
    {
        _sense = sense;
        _failedBlock = block;
    }

    /// <summary>Announces an answer that lies in the reply buffer, cut to what the command asks for.</summary>
    void Reply(int length, long allocation)
    {
        Length = Math.Min(length, allocation);
        if (Length > 0) Direction = ScsiData.In;
    }

    /// <summary>LOGICAL BLOCK ADDRESS, where the command's length puts it.</summary>
    static ulong Block(ReadOnlySpan<byte> command) => (command[0] >> 5) switch
    {
        0 => BinaryPrimitives.ReadUInt32BigEndian(command) & 0x1fffff,
        4 => BinaryPrimitives.ReadUInt64BigEndian(command[2..]),
        _ => BinaryPrimitives.ReadUInt32BigEndian(command[2..]),
    };

    /// <summary>TRANSFER LENGTH in blocks; in six-byte commands 0 means 256 (SBC-3, section 5.7).</summary>
    static uint BlocksOf(ReadOnlySpan<byte> command) => (command[0] >> 5) switch
    {
        0 => command[4] == 0 ? 256u : command[4],
        1 => BinaryPrimitives.ReadUInt16BigEndian(command[7..]),
        4 => BinaryPrimitives.ReadUInt32BigEndian(command[10..]),
        _ => BinaryPrimitives.ReadUInt32BigEndian(command[6..]),
    };
}
