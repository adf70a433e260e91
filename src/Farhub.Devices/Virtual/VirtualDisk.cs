using System.Security.Cryptography;
using System.Text;
using Farhub.Usb;

namespace Farhub.Devices.Virtual;

/// <summary>A SuperSpeed disk, 1209:0002: USB mass storage, bulk-only transport, transparent SCSI, blocks of 512 bytes, not removable. In memory, or
/// in an image file. What is written stays for the next session; in a file also for the next process.</summary>
public sealed class VirtualDisk : VirtualDevice
{
    /// <summary>Bytes of a block.</summary>
    public const int BlockSize = 512;

    /// <summary>Bytes of a disk in memory of which no size is said: 64 MiB.</summary>
    public const long DefaultSize = 64 << 20;

    internal const int BulkPacket = 1024;

    readonly DiskStore _store;
    readonly TimeProvider _time;

    VirtualDisk(VirtualPort port, DiskStore store, string serial, string what, TimeProvider? time)
        : base(port, what, UsbSpeed.Super, Descriptor, [Configuration], "Farhub", "Virtual disk", serial)
    {
        _store = store;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Bytes.</summary>
    public long Size => _store.Length;

    /// <summary>True when it refuses writes.</summary>
    public bool IsReadOnly => _store.IsReadOnly;

    /// <summary>Makes a disk in memory, zeros at first. Its serial number follows from the port.</summary>
    /// <param name="port">Where it is plugged in.</param>
    /// <param name="size">Bytes, a multiple of <see cref="BlockSize"/>. Memory is taken as it is written.</param>
    /// <param name="isReadOnly">Refuse writes.</param>
    /// <param name="time">Clock; the system's when null.</param>
    /// <exception cref="DeviceException">There is not so much memory.</exception>
    public static VirtualDisk InMemory(VirtualPort port, long size = DefaultSize, bool isReadOnly = false, TimeProvider? time = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfNotEqual(size % BlockSize, 0);
        return Make(port, new MemoryStore(size, isReadOnly), $"FA2B0000{port.Bus:X2}{port.Number:X2}", time);
    }

    /// <summary>Makes a disk of an image file, which it holds exclusively until it is disposed. Its serial number follows from the file's full path.</summary>
    /// <param name="port">Where it is plugged in.</param>
    /// <param name="path">The file.</param>
    /// <param name="size">Bytes, a multiple of <see cref="BlockSize"/>: the file is created with it when it does not exist, and must have it when
    /// it does. Null to take the file as it is.</param>
    /// <param name="isReadOnly">Refuse writes; the file must exist, and other readers are let in.</param>
    /// <param name="time">Clock; the system's when null.</param>
    /// <exception cref="DeviceException">The file cannot serve as a disk; the message says why.</exception>
    public static VirtualDisk FromImage(VirtualPort port, string path, long? size = null, bool isReadOnly = false, TimeProvider? time = null)
    {
        if (size is { } bytes)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
            ArgumentOutOfRangeException.ThrowIfNotEqual(bytes % BlockSize, 0);
        }
        return Make(port, ImageStore.Open(path, size, isReadOnly), SerialOf(path), time);
    }

    /// <inheritdoc/>
    protected override VirtualOpenDevice Claim(IUrbSink sink) => new OpenDisk(this, new ScsiDisk(_store, Info.Serial!), sink, _time);

    /// <inheritdoc/>
    protected override void Release() => _store.Dispose();

    static DeviceDescriptor Descriptor => new()
    {
        UsbVersion = 0x0300,
        Class = 0,
        SubClass = 0,
        Protocol = 0,
        MaxPacketSize0 = 9,
        Id = new VidPid(0x1209, 0x0002),
        DeviceVersion = 0x0100,
        ManufacturerIndex = 1,
        ProductIndex = 2,
        SerialIndex = 3,
        ConfigurationCount = 1,
    };

    // Mass storage, transparent SCSI, bulk-only: USB Mass Storage Class Bulk-Only Transport 1.0, table 4.5.
    static ConfigurationDescriptor Configuration => new(Value: 1, Attributes: 0xc0, MaxPower: 0,
    [
        new InterfaceDescriptor(0, 0, Class: 0x08, SubClass: 0x06, Protocol: 0x50, NameIndex: 0,
        [
            new EndpointDescriptor(new EndpointAddress(OpenDisk.BulkIn), TransferType.Bulk, BulkPacket, Interval: 0) { MaxBurst = 15 },
            new EndpointDescriptor(new EndpointAddress(OpenDisk.BulkOut), TransferType.Bulk, BulkPacket, Interval: 0) { MaxBurst = 15 },
        ]),
    ]);

    /// <summary>Makes a disk of a store, which becomes the disk's.</summary>
    internal static VirtualDisk Make(VirtualPort port, DiskStore store, string serial, TimeProvider? time)
    {
        try
        {
            string what = $"software disk, {VirtualDeviceSpec.FormatSize(store.Length)}{(store.IsReadOnly ? ", read-only" : "")}";
            return new VirtualDisk(port, store, serial, what, time);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Twelve hexadecimal digits, as bulk-only transport wants them (section 4.1.1), that do not tell the path.</summary>
    static string SerialOf(string path) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(path))).AsSpan(0, 6));
}
