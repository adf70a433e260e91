using System.Buffers.Binary;
using System.Text;
using Farhub.Client;
using Farhub.Usb;

namespace Farhub.Demo;

/// <summary>Drives an imported USB disk as an operating system's driver would: SCSI commands over the bulk-only transport (USB Mass Storage
/// Class, Bulk-Only Transport 1.0). One thread; the calls block.</summary>
sealed class BulkOnlyDisk
{
    const byte MassStorage = 0x08;
    const byte ScsiTransparent = 0x06;
    const byte BulkOnly = 0x50;
    const int CommandSize = 31;
    const int StatusSize = 13;
    const uint CommandSignature = 0x43425355; // "USBC"
    const uint StatusSignature = 0x53425355; // "USBS"

    readonly RemoteDevice _device;
    readonly EndpointAddress _in;
    readonly EndpointAddress _out;
    readonly CancellationToken _cancellationToken;
    uint _tag;

    BulkOnlyDisk(RemoteDevice device, EndpointAddress bulkIn, EndpointAddress bulkOut, CancellationToken cancellationToken)
    {
        _device = device;
        _in = bulkIn;
        _out = bulkOut;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Vendor and product as INQUIRY tells them.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Number of sectors.</summary>
    public long SectorCount { get; private set; }

    /// <summary>Bytes in a sector.</summary>
    public int SectorSize { get; private set; }

    /// <summary>Finds the disk in a device and asks what it is.</summary>
    /// <param name="device">Imported and configured.</param>
    /// <param name="cancellationToken">Ends whatever the disk is asked for.</param>
    public static BulkOnlyDisk Open(RemoteDevice device, CancellationToken cancellationToken)
    {
        InterfaceDescriptor disk = device.Interfaces.FirstOrDefault(i => i is { Class: MassStorage, SubClass: ScsiTransparent, Protocol: BulkOnly })
            ?? throw new CommandException($"{device.Record.BusId} of {device.Hub} has no disk in it.");
        EndpointAddress Find(bool isIn) => disk.Endpoints.First(e => e.Type == TransferType.Bulk && e.Address.IsIn == isIn).Address;
        BulkOnlyDisk opened = new(device, Find(true), Find(false), cancellationToken);
        opened.Identify();
        return opened;
    }

    /// <summary>READ(10).</summary>
    /// <param name="sector">First sector.</param>
    /// <param name="data">Where it goes; whole sectors.</param>
    public void Read(long sector, Span<byte> data)
    {
        Command(Sectors(0x28, sector, data.Length), data.Length, isIn: true);
        if (_device.Read(_in, data, _cancellationToken) != data.Length) throw new CommandException($"The disk sent too little from sector {sector} on.");
        Status("read");
    }

    /// <summary>WRITE(10).</summary>
    /// <param name="sector">First sector.</param>
    /// <param name="data">Whole sectors.</param>
    public void Write(long sector, ReadOnlySpan<byte> data)
    {
        Command(Sectors(0x2a, sector, data.Length), data.Length, isIn: false);
        if (_device.Write(_out, data, _cancellationToken) != data.Length) throw new CommandException($"The disk took too little from sector {sector} on.");
        Status("write");
    }

    void Identify()
    {
        Span<byte> inquiry = stackalloc byte[36];
        Command([0x12, 0, 0, 0, (byte)inquiry.Length, 0], inquiry.Length, isIn: true);
        int length = _device.Read(_in, inquiry, _cancellationToken);
        Status("INQUIRY");
        string text = Encoding.ASCII.GetString(inquiry[..length]).PadRight(inquiry.Length);
        Name = $"{text[8..16].Trim()} {text[16..32].Trim()}"; // Both are padded.

        // A disk may have something to tell first (unit attention after power-on); it tells it once.
        for (int attempt = 0; attempt < 3 && !IsReady(); attempt++) RequestSense();

        Span<byte> capacity = stackalloc byte[8];
        Command([0x25, 0, 0, 0, 0, 0, 0, 0, 0, 0], capacity.Length, isIn: true);
        _device.Read(_in, capacity, _cancellationToken);
        Status("READ CAPACITY");
        SectorCount = BinaryPrimitives.ReadUInt32BigEndian(capacity) + 1L;
        SectorSize = (int)BinaryPrimitives.ReadUInt32BigEndian(capacity[4..]);
    }

    bool IsReady()
    {
        Command([0x00, 0, 0, 0, 0, 0], 0, isIn: false);
        return ReadStatus() == 0;
    }

    void RequestSense()
    {
        Span<byte> sense = stackalloc byte[18];
        Command([0x03, 0, 0, 0, (byte)sense.Length, 0], sense.Length, isIn: true);
        _device.Read(_in, sense, _cancellationToken);
        Status("REQUEST SENSE");
    }

    /// <summary>+0 operation  +1 flags  +2 u32be first sector  +6 group  +7 u16be number of sectors  +9 control.</summary>
    byte[] Sectors(byte operation, long sector, int bytes)
    {
        byte[] command = new byte[10];
        command[0] = operation;
        BinaryPrimitives.WriteUInt32BigEndian(command.AsSpan(2), (uint)sector);
        BinaryPrimitives.WriteUInt16BigEndian(command.AsSpan(7), (ushort)(bytes / SectorSize));
        return command;
    }

    /// <summary>Sends a command block wrapper.</summary>
    /// <remarks><code>
    /// +0 u32le signature  +4 u32le tag  +8 u32le length of the data stage  +12 bit 7: IN  +13 unit  +14 length of the command  +15 command[16]
    /// </code></remarks>
    void Command(ReadOnlySpan<byte> command, int length, bool isIn)
    {
        Span<byte> wrapper = stackalloc byte[CommandSize];
        wrapper.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(wrapper, CommandSignature);
        BinaryPrimitives.WriteUInt32LittleEndian(wrapper[4..], ++_tag);
        BinaryPrimitives.WriteInt32LittleEndian(wrapper[8..], length);
        wrapper[12] = (byte)(isIn ? 0x80 : 0);
        wrapper[14] = (byte)command.Length;
        command.CopyTo(wrapper[15..]);
        _device.Write(_out, wrapper, _cancellationToken);
    }

    void Status(string what)
    {
        if (ReadStatus() is var status and not 0) throw new CommandException($"The disk refused to {what}: status {status}.");
    }

    /// <summary>Reads a command status wrapper.</summary>
    /// <remarks><code>
    /// +0 u32le signature  +4 u32le tag of the command  +8 u32le bytes not moved  +12 status: 0 passed, 1 failed, 2 phase error
    /// </code></remarks>
    byte ReadStatus()
    {
        Span<byte> status = stackalloc byte[StatusSize];
        int length = _device.Read(_in, status, _cancellationToken);
        bool isOurs = length == StatusSize
            && BinaryPrimitives.ReadUInt32LittleEndian(status) == StatusSignature
            && BinaryPrimitives.ReadUInt32LittleEndian(status[4..]) == _tag;
        return isOurs ? status[12] : throw new CommandException("The disk lost its place: what it sent is no answer to the last command.");
    }
}
