using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Farhub.Usb;

/// <summary>The 18-byte device descriptor (USB 2.0, table 9-8).</summary>
public sealed record DeviceDescriptor
{
    /// <summary>Size on the wire, in bytes.</summary>
    public const int Size = 18;

    /// <summary>bcdUSB.</summary>
    public required ushort UsbVersion { get; init; }
    /// <summary>bDeviceClass; 0 when each interface has its own.</summary>
    public required byte Class { get; init; }
    /// <summary>bDeviceSubClass.</summary>
    public required byte SubClass { get; init; }
    /// <summary>bDeviceProtocol.</summary>
    public required byte Protocol { get; init; }
    /// <summary>bMaxPacketSize0; for SuperSpeed the exponent 9.</summary>
    public required byte MaxPacketSize0 { get; init; }
    /// <summary>idVendor and idProduct.</summary>
    public required VidPid Id { get; init; }
    /// <summary>bcdDevice.</summary>
    public required ushort DeviceVersion { get; init; }
    /// <summary>iManufacturer, index of a string descriptor; 0 for none.</summary>
    public byte ManufacturerIndex { get; init; }
    /// <summary>iProduct, index of a string descriptor; 0 for none.</summary>
    public byte ProductIndex { get; init; }
    /// <summary>iSerialNumber, index of a string descriptor; 0 for none.</summary>
    public byte SerialIndex { get; init; }
    /// <summary>bNumConfigurations.</summary>
    public required byte ConfigurationCount { get; init; }

    /// <summary>Reads a device descriptor as it comes over the bus (little-endian).</summary>
    /// <remarks><code>
    /// +0 bLength(18) +1 bDescriptorType(1) +2 u16le bcdUSB +4 bDeviceClass +5 bDeviceSubClass +6 bDeviceProtocol +7 bMaxPacketSize0
    /// +8 u16le idVendor +10 u16le idProduct +12 u16le bcdDevice +14 iManufacturer +15 iProduct +16 iSerialNumber +17 bNumConfigurations
    /// </code></remarks>
    /// <returns>False when the bytes are too few or not a device descriptor.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out DeviceDescriptor? descriptor)
    {
        descriptor = null;
        if (bytes.Length < Size || bytes[0] < Size || bytes[1] != DescriptorType.Device) return false;
        descriptor = new DeviceDescriptor
        {
            UsbVersion = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]),
            Class = bytes[4],
            SubClass = bytes[5],
            Protocol = bytes[6],
            MaxPacketSize0 = bytes[7],
            Id = new VidPid(BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes[10..])),
            DeviceVersion = BinaryPrimitives.ReadUInt16LittleEndian(bytes[12..]),
            ManufacturerIndex = bytes[14],
            ProductIndex = bytes[15],
            SerialIndex = bytes[16],
            ConfigurationCount = bytes[17],
        };
        return true;
    }

    /// <summary>Writes the 18 bytes, in the layout of <see cref="TryRead"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="Size"/> bytes of room. Nothing was written.</exception>
    public void Write(Span<byte> bytes)
    {
        bytes = bytes[..Size];
        bytes[0] = Size;
        bytes[1] = DescriptorType.Device;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[2..], UsbVersion);
        bytes[4] = Class;
        bytes[5] = SubClass;
        bytes[6] = Protocol;
        bytes[7] = MaxPacketSize0;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[8..], Id.Vendor);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[10..], Id.Product);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[12..], DeviceVersion);
        bytes[14] = ManufacturerIndex;
        bytes[15] = ProductIndex;
        bytes[16] = SerialIndex;
        bytes[17] = ConfigurationCount;
    }
}
