using System.Buffers.Binary;
using Farhub.Devices.Virtual;
using Farhub.Usb;

namespace Farhub.Devices.Tests.Virtual;

/// <summary>A mass storage driver: single steps of bulk-only transport, and whole commands done as a host does them.</summary>
sealed class DiskHost(VirtualDevice device) : IDisposable
{
    internal const byte In = 0x81;
    internal const byte Out = 0x02;

    uint _tag = 0x1000;

    internal TestHost Host { get; } = new(device);

    internal uint LastTag => _tag;

    internal static DiskHost Memory(long size = 1 << 20, bool isReadOnly = false) => new(VirtualDisk.InMemory(TestHost.Port, size, isReadOnly));

    public void Dispose() => Host.Dispose();

    internal byte[] Wrapper(ReadOnlySpan<byte> command, uint expected, bool isIn, byte unit = 0)
    {
        byte[] wrapper = new byte[31];
        "USBC"u8.CopyTo(wrapper);
        BinaryPrimitives.WriteUInt32LittleEndian(wrapper.AsSpan(4), ++_tag);
        BinaryPrimitives.WriteUInt32LittleEndian(wrapper.AsSpan(8), expected);
        wrapper[12] = isIn ? (byte)0x80 : (byte)0;
        wrapper[13] = unit;
        wrapper[14] = (byte)command.Length;
        command.CopyTo(wrapper.AsSpan(15));
        return wrapper;
    }

    internal void Send(ReadOnlySpan<byte> command, uint expected, bool isIn, byte unit = 0) =>
        Assert.Equal((0, 31), Host.Out(Out, Wrapper(command, expected, isIn, unit)).Moved);

    internal Outcome ReadData(int length) => Host.In(In, length);

    internal Outcome WriteData(ReadOnlySpan<byte> data) => Host.Out(Out, data);

    internal static (int Status, uint Residue) ReadWrapper(ReadOnlySpan<byte> wrapper, uint tag)
    {
        Assert.Equal(13, wrapper.Length);
        Assert.True(wrapper.StartsWith("USBS"u8));
        Assert.Equal(tag, BinaryPrimitives.ReadUInt32LittleEndian(wrapper[4..]));
        return (wrapper[12], BinaryPrimitives.ReadUInt32LittleEndian(wrapper[8..]));
    }

    internal (int Status, uint Residue) ReadStatus()
    {
        Outcome outcome = Host.In(In, 13);
        Assert.Equal(0, outcome.Status);
        return ReadWrapper(outcome.Data, _tag);
    }

    internal void Clear(byte endpoint) => Assert.Equal(0, Host.ClearHalt(endpoint));

    /// <summary>Bulk-Only Mass Storage Reset, then both halts (BOT, section 5.3.4).</summary>
    internal void Recover()
    {
        Assert.Equal(0, Host.Control(0x21, 0xff).Status);
        Clear(In);
        Clear(Out);
    }

    /// <summary>A command with data to the host, as Linux does it: a stall is cleared, the status read again.</summary>
    internal (byte[] Data, int Status, uint Residue) Fetch(ReadOnlySpan<byte> command, int length, byte unit = 0)
    {
        Send(command, (uint)length, isIn: true, unit);
        byte[] data = [];
        if (length > 0)
        {
            Outcome outcome = ReadData(length);
            data = outcome.Data;
            if (outcome.Status == -Errno.EPIPE) Clear(In);
        }
        (int status, uint residue) = StatusAfterStalls();
        return (data, status, residue);
    }

    internal (int Status, uint Residue) Store(ReadOnlySpan<byte> command, ReadOnlySpan<byte> data)
    {
        Send(command, (uint)data.Length, isIn: false);
        if (!data.IsEmpty && WriteData(data).Status == -Errno.EPIPE) Clear(Out);
        return StatusAfterStalls();
    }

    /// <summary>A command that must succeed and use all it announces.</summary>
    internal byte[] MustFetch(ReadOnlySpan<byte> command, int length)
    {
        (byte[] data, int status, uint residue) = Fetch(command, length);
        Assert.Equal((0, 0u, length), (status, residue, data.Length));
        return data;
    }

    internal void MustStore(ReadOnlySpan<byte> command, ReadOnlySpan<byte> data) => Assert.Equal((0, 0u), Store(command, data));

    internal void MustDo(params ReadOnlySpan<byte> command) => MustStore(command, []);

    /// <summary>Sense key, code and qualifier, as 0xKKCCQQ.</summary>
    internal int Sense()
    {
        byte[] sense = MustFetch([0x03, 0, 0, 0, 18, 0], 18);
        return (sense[2] << 16) | (sense[12] << 8) | sense[13];
    }

    internal byte[] ReadBlocks(uint block, ushort count) => MustFetch(Blocks(0x28, block, count), count * 512);

    internal void WriteBlocks(uint block, ReadOnlySpan<byte> data) => MustStore(Blocks(0x2a, block, (ushort)(data.Length / 512)), data);

    /// <summary>A ten-byte command with block and count.</summary>
    internal static byte[] Blocks(byte code, uint block, ushort count)
    {
        byte[] command = new byte[10];
        command[0] = code;
        BinaryPrimitives.WriteUInt32BigEndian(command.AsSpan(2), block);
        BinaryPrimitives.WriteUInt16BigEndian(command.AsSpan(7), count);
        return command;
    }

    internal static byte[] Pattern(int length, int seed)
    {
        byte[] data = new byte[length];
        LoopbackPattern.Fill(data, seed);
        return data;
    }

    (int Status, uint Residue) StatusAfterStalls()
    {
        Outcome outcome = Host.In(In, 13);
        if (outcome.Status == -Errno.EPIPE)
        {
            Clear(In);
            outcome = Host.In(In, 13);
        }
        Assert.Equal(0, outcome.Status);
        return ReadWrapper(outcome.Data, _tag);
    }
}
