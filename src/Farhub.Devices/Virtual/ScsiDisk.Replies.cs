using System.Buffers.Binary;
using System.Text;

namespace Farhub.Devices.Virtual;

/// <content>Commands that answer with data about the disk.</content>
sealed partial class ScsiDisk
{
    /// <summary>No such unit: peripheral qualifier 3, device type 1f (SPC-4, table 166).</summary>
    const byte NoUnit = 0x7f;

    const byte CachingPage = 0x08;
    const byte AllPages = 0x3f;

    /// <summary>SPC-4, section 6.6; pages 7.8; block limits and characteristics SBC-3, section 6.5.</summary>
    void Inquiry(ReadOnlySpan<byte> command, int unit)
    {
        int allocation = BinaryPrimitives.ReadUInt16BigEndian(command[3..]);
        byte type = unit == 0 ? (byte)0 : NoUnit;
        Span<byte> reply = Clear();
        bool vitalData = (command[1] & 1) != 0;
        if (!vitalData)
        {
            if (command[2] != 0)
            {
                Fail(ScsiSense.InvalidField);
                return;
            }
            // SPC-4, response format 2, 31 more bytes; CMDQUE is not set: bulk-only transport has one command at a time.
            ReadOnlySpan<byte> start = [type, 0, 6, 2, 31, 0, 0, 0];
            start.CopyTo(reply);
            "Farhub  Virtual Disk    0100"u8.CopyTo(reply[8..]);
            Reply(36, allocation);
            return;
        }
        int length = Page(command[2], reply[4..]);
        if (length < 0)
        {
            Fail(ScsiSense.InvalidField);
            return;
        }
        reply[0] = type;
        reply[1] = command[2];
        BinaryPrimitives.WriteUInt16BigEndian(reply[2..], (ushort)length);
        Reply(4 + length, allocation);
    }

    int Page(byte page, Span<byte> body)
    {
        switch (page)
        {
            case 0x00:
                ReadOnlySpan<byte> pages = [0x00, 0x80, 0x83, 0xb0, 0xb1];
                pages.CopyTo(body);
                return pages.Length;
            case 0x80:
                return Encoding.ASCII.GetBytes(serial, body);
            case 0x83:
                // One designator: ASCII, T10 vendor identification, of the unit: vendor, then what makes it unique.
                body[0] = 2;
                body[1] = 1;
                "Farhub  "u8.CopyTo(body[4..]);
                body[3] = (byte)(8 + Encoding.ASCII.GetBytes(serial, body[12..]));
                return 4 + body[3];
            case 0xb0:
                // Longest transfer: as the command allows. Optimal: what vhci_hcd's usb-storage sends, 1 MiB.
                BinaryPrimitives.WriteUInt32BigEndian(body[8..], (1 << 20) / VirtualDisk.BlockSize);
                return 0x3c;
            case 0xb1:
                BinaryPrimitives.WriteUInt16BigEndian(body, 1); // Does not rotate.
                return 0x3c;
            default:
                return -1;
        }
    }

    /// <summary>SPC-4, section 6.39: fixed format. Reported once.</summary>
    void RequestSense(ReadOnlySpan<byte> command, int unit)
    {
        if ((command[1] & 1) != 0)
        {
            Fail(ScsiSense.InvalidField); // Descriptor format.
            return;
        }
        ScsiSense sense = unit == 0 ? _sense : ScsiSense.NoSuchUnit;
        Span<byte> reply = Clear();
        reply[0] = 0x70;
        reply[2] = sense.Key;
        reply[7] = 10;
        reply[12] = sense.Code;
        reply[13] = sense.Qualifier;
        if (unit == 0 && _failedBlock is { } block and <= uint.MaxValue)
        {
            reply[0] |= 0x80; // INFORMATION is valid: the block.
            BinaryPrimitives.WriteUInt32BigEndian(reply[3..], (uint)block);
        }
        SetSense(ScsiSense.None);
        Reply(18, command[4]);
    }

    /// <summary>SBC-3, section 5.12: last block, block size.</summary>
    void ReadCapacity10(ReadOnlySpan<byte> command)
    {
        if (!IsReady()) return;
        // Without PMI the block must be 0.
        if ((command[8] & 1) == 0 && BinaryPrimitives.ReadUInt32BigEndian(command[2..]) != 0)
        {
            Fail(ScsiSense.InvalidField);
            return;
        }
        Span<byte> reply = Clear();
        BinaryPrimitives.WriteUInt32BigEndian(reply, (uint)Math.Min(BlockCount - 1, uint.MaxValue));
        BinaryPrimitives.WriteUInt32BigEndian(reply[4..], VirtualDisk.BlockSize);
        Reply(8, 8);
    }

    /// <summary>SBC-3, section 5.13.</summary>
    void ReadCapacity16(ReadOnlySpan<byte> command)
    {
        if ((command[1] & 0x1f) != 0x10)
        {
            Fail(ScsiSense.InvalidField);
            return;
        }
        if (!IsReady()) return;
        Span<byte> reply = Clear();
        BinaryPrimitives.WriteInt64BigEndian(reply, BlockCount - 1);
        BinaryPrimitives.WriteUInt32BigEndian(reply[8..], VirtualDisk.BlockSize);
        Reply(32, BinaryPrimitives.ReadUInt32BigEndian(command[10..]));
    }

    /// <summary>SFF-8070i, section 9: what Windows asks before READ CAPACITY. One descriptor: formatted medium.</summary>
    void ReadFormatCapacities(ReadOnlySpan<byte> command)
    {
        if (!IsReady()) return;
        Span<byte> reply = Clear();
        reply[3] = 8;
        BinaryPrimitives.WriteUInt32BigEndian(reply[4..], (uint)Math.Min(BlockCount, uint.MaxValue));
        BinaryPrimitives.WriteUInt32BigEndian(reply[8..], VirtualDisk.BlockSize);
        reply[8] = 2;
        Reply(12, BinaryPrimitives.ReadUInt16BigEndian(command[7..]));
    }

    /// <summary>SPC-4, sections 6.13 and 6.14: a header with the write protection, no block descriptor, the caching page (SBC-3, section 6.4.5).</summary>
    void ModeSense(ReadOnlySpan<byte> command, bool isLong)
    {
        int control = command[2] >> 6;
        byte page = (byte)(command[2] & 0x3f);
        if (control == 3)
        {
            Fail(ScsiSense.SavingNotSupported);
            return;
        }
        if (page is not (CachingPage or AllPages) || command[3] is not (0 or 0xff))
        {
            Fail(ScsiSense.InvalidField);
            return;
        }
        int header = isLong ? 8 : 4;
        Span<byte> reply = Clear();
        Span<byte> caching = reply[header..];
        caching[0] = CachingPage;
        caching[1] = 0x12;
        // WCE; of the changeable values (control 1), none.
        if (store.HasCache && control != 1) caching[2] = 0x04;
        int length = header + 2 + caching[1];
        byte protection = store.IsReadOnly ? (byte)0x80 : (byte)0;
        if (isLong)
        {
            BinaryPrimitives.WriteUInt16BigEndian(reply, (ushort)(length - 2));
            reply[3] = protection;
        }
        else
        {
            reply[0] = (byte)(length - 1);
            reply[2] = protection;
        }
        Reply(length, isLong ? BinaryPrimitives.ReadUInt16BigEndian(command[7..]) : command[4]);
    }

    /// <summary>SPC-4, section 6.33: one unit, number 0.</summary>
    void ReportLuns(ReadOnlySpan<byte> command)
    {
        Clear()[3] = 8;
        Reply(16, BinaryPrimitives.ReadUInt32BigEndian(command[6..]));
    }

    Span<byte> Clear()
    {
        Array.Clear(_reply);
        return _reply;
    }
}
