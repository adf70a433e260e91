using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Farhub.Usb;

namespace Farhub.Protocol;

/// <summary>A device as the device list and the import reply describe it (usbip_usb_device, 312 bytes).</summary>
public sealed record DeviceRecord
{
    /// <summary>Size on the wire, in bytes, without the interfaces.</summary>
    public const int Size = 312;

    /// <summary>Most interfaces a device can have.</summary>
    public const int MaxInterfaces = byte.MaxValue;

    const int PathSize = 256;

    /// <summary>Free text of at most 255 bytes that clients print; never parsed. One that was read is safe to print: see <see cref="Read"/>.</summary>
    public required string Path { get; init; }
    /// <summary>The name to import it by.</summary>
    public required BusId BusId { get; init; }
    /// <summary>Bus number. Stock clients keep 8 bits of it.</summary>
    public required uint BusNumber { get; init; }
    /// <summary>Device number. Stock clients keep 8 bits of it.</summary>
    public required uint DeviceNumber { get; init; }
    /// <summary>Speed.</summary>
    public required UsbSpeed Speed { get; init; }
    /// <summary>idVendor and idProduct.</summary>
    public required VidPid Id { get; init; }
    /// <summary>bcdDevice.</summary>
    public required ushort DeviceVersion { get; init; }
    /// <summary>bDeviceClass.</summary>
    public required byte Class { get; init; }
    /// <summary>bDeviceSubClass.</summary>
    public required byte SubClass { get; init; }
    /// <summary>bDeviceProtocol.</summary>
    public required byte Protocol { get; init; }
    /// <summary>bConfigurationValue of the active configuration; 0 when there is none.</summary>
    public required byte ConfigurationValue { get; init; }
    /// <summary>bNumConfigurations.</summary>
    public required byte ConfigurationCount { get; init; }
    /// <summary>The interfaces of the active configuration, at most <see cref="MaxInterfaces"/>; absent from an import reply.</summary>
    /// <exception cref="ArgumentException">More than that: their number is one byte.</exception>
    public IReadOnlyList<InterfaceRecord> Interfaces
    {
        get;
        init => field = value.Count <= MaxInterfaces ? value : throw new ArgumentException($"{value.Count} interfaces; there can be {MaxInterfaces}.");
    } = [];

    /// <summary>What CMD_SUBMIT carries as devid.</summary>
    public uint DevId => (BusNumber << 16) | (DeviceNumber & 0xffff);

    /// <summary>Reads the 312 bytes.</summary>
    /// <remarks><code>
    /// +0 path[256] NUL-padded  +256 busid[32] NUL-padded  +288 u32 busnum  +292 u32 devnum  +296 u32 speed
    /// +300 u16 idVendor  +302 u16 idProduct  +304 u16 bcdDevice  +306 bDeviceClass  +307 bDeviceSubClass  +308 bDeviceProtocol
    /// +309 bConfigurationValue  +310 bNumConfigurations  +311 bNumInterfaces
    /// </code>All big-endian. The kernel document's offsets of the last six in an import reply are wrong by one; these are right.
    /// The path is a stranger's text on its way to a terminal: what is not UTF-8 or would not be visible (escapes, line ends, changes of
    /// writing direction) becomes '?'. A path without NUL ends after 255 bytes.</remarks>
    /// <param name="bytes">At least <see cref="Size"/> bytes.</param>
    /// <param name="interfaceCount">bNumInterfaces: so many <see cref="InterfaceRecord"/> follow in a device list, none in an import reply.</param>
    /// <exception cref="ProtocolException">The bus id is no bus id, or the speed is none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="Size"/> bytes.</exception>
    public static DeviceRecord Read(ReadOnlySpan<byte> bytes, out int interfaceCount)
    {
        bytes = bytes[..Size];
        if (!BusId.TryRead(bytes[PathSize..], out BusId busId)) throw new ProtocolException("The server sent a device without a valid bus id.");
        uint speed = BinaryPrimitives.ReadUInt32BigEndian(bytes[296..]);
        if (speed > (uint)UsbSpeed.SuperPlus) throw new ProtocolException($"The server sent a device with speed {speed}; there are 0 to 6.");
        interfaceCount = bytes[311];
        return new DeviceRecord
        {
            Path = ReadPath(bytes[..(PathSize - 1)]),
            BusId = busId,
            BusNumber = BinaryPrimitives.ReadUInt32BigEndian(bytes[288..]),
            DeviceNumber = BinaryPrimitives.ReadUInt32BigEndian(bytes[292..]),
            Speed = (UsbSpeed)speed,
            Id = new VidPid(BinaryPrimitives.ReadUInt16BigEndian(bytes[300..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[302..])),
            DeviceVersion = BinaryPrimitives.ReadUInt16BigEndian(bytes[304..]),
            Class = bytes[306],
            SubClass = bytes[307],
            Protocol = bytes[308],
            ConfigurationValue = bytes[309],
            ConfigurationCount = bytes[310],
        };
    }

    /// <summary>Writes the 312 bytes, in the layout of <see cref="Read"/>. A longer path is cut at a character boundary.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="Size"/> bytes of room. Nothing was written.</exception>
    public void Write(Span<byte> bytes)
    {
        bytes = bytes[..Size];
        bytes.Clear();
        Utf8.FromUtf16(Path, bytes[..(PathSize - 1)], out _, out _);
        BusId.Write(bytes[PathSize..]);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[288..], BusNumber);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[292..], DeviceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[296..], (uint)Speed);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[300..], Id.Vendor);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[302..], Id.Product);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[304..], DeviceVersion);
        bytes[306] = Class;
        bytes[307] = SubClass;
        bytes[308] = Protocol;
        bytes[309] = ConfigurationValue;
        bytes[310] = ConfigurationCount;
        bytes[311] = (byte)Interfaces.Count;
    }

    static string ReadPath(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        if (end >= 0) field = field[..end];
        Span<char> text = stackalloc char[PathSize]; // No character has more code units in UTF-16 than bytes in UTF-8.
        int count = 0;
        while (!field.IsEmpty)
        {
            bool valid = Rune.DecodeFromUtf8(field, out Rune rune, out int length) == OperationStatus.Done;
            field = field[length..];
            // One byte in place of one or more, so that what was read can be written again whole.
            count += (valid && IsVisible(rune) ? rune : new Rune('?')).EncodeToUtf16(text[count..]);
        }
        return new string(text[..count]);
    }

    static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
