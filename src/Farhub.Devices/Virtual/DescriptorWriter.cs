using System.Buffers.Binary;
using System.Text;
using Farhub.Usb;

namespace Farhub.Devices.Virtual;

/// <summary>Writes the descriptors of software devices as they come over the bus (USB 2.0, section 9.6; USB 3.2, section 9.6).</summary>
static class DescriptorWriter
{
    const int InterfaceSize = 9;
    const int EndpointSize = 7;
    const int CompanionSize = 6;
    const int QualifierSize = 10;
    const byte OtherSpeedConfiguration = 7;

    internal static byte[] Device(DeviceDescriptor descriptor)
    {
        byte[] bytes = new byte[DeviceDescriptor.Size];
        descriptor.Write(bytes);
        return bytes;
    }

    /// <summary>A configuration with all that belongs to it.</summary>
    /// <remarks><code>
    /// configuration: +0 bLength(9) +1 type(2) +2 u16le wTotalLength +4 bNumInterfaces +5 bConfigurationValue +6 iConfiguration +7 bmAttributes +8 bMaxPower
    /// interface:     +0 bLength(9) +1 type(4) +2 bInterfaceNumber +3 bAlternateSetting +4 bNumEndpoints +5 class +6 subclass +7 protocol +8 iInterface
    /// endpoint:      +0 bLength(7) +1 type(5) +2 bEndpointAddress +3 bmAttributes +4 u16le wMaxPacketSize +6 bInterval
    /// companion:     +0 bLength(6) +1 type(48) +2 bMaxBurst +3 bmAttributes +4 u16le wBytesPerInterval, behind each endpoint at SuperSpeed
    /// </code></remarks>
    internal static byte[] Configuration(ConfigurationDescriptor configuration, UsbSpeed speed, byte type = DescriptorType.Configuration)
    {
        bool companions = speed >= UsbSpeed.Super;
        int length = ConfigurationDescriptor.HeaderSize
            + configuration.Interfaces.Sum(i => InterfaceSize + (i.Endpoints.Count * (EndpointSize + (companions ? CompanionSize : 0))));
        byte[] bytes = new byte[length];
        bytes[0] = ConfigurationDescriptor.HeaderSize;
        bytes[1] = type;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), (ushort)length);
        bytes[4] = (byte)configuration.DefaultInterfaces.Count();
        bytes[5] = configuration.Value;
        bytes[7] = configuration.Attributes;
        bytes[8] = configuration.MaxPower;
        Span<byte> rest = bytes.AsSpan(ConfigurationDescriptor.HeaderSize);
        foreach (InterfaceDescriptor setting in configuration.Interfaces)
        {
            ReadOnlySpan<byte> fields =
            [
                InterfaceSize, DescriptorType.Interface, setting.Number, setting.AlternateSetting, (byte)setting.Endpoints.Count,
                setting.Class, setting.SubClass, setting.Protocol, setting.NameIndex,
            ];
            fields.CopyTo(rest);
            rest = rest[InterfaceSize..];
            foreach (EndpointDescriptor endpoint in setting.Endpoints) rest = Endpoint(rest, endpoint, companions);
        }
        return bytes;
    }

    /// <summary>What a high-speed device says of itself at full speed (USB 2.0, table 9-9).</summary>
    internal static byte[] Qualifier(DeviceDescriptor descriptor)
    {
        byte[] bytes = new byte[QualifierSize];
        bytes[0] = QualifierSize;
        bytes[1] = DescriptorType.DeviceQualifier;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), descriptor.UsbVersion);
        bytes[4] = descriptor.Class;
        bytes[5] = descriptor.SubClass;
        bytes[6] = descriptor.Protocol;
        bytes[7] = descriptor.MaxPacketSize0;
        bytes[8] = descriptor.ConfigurationCount;
        return bytes;
    }

    /// <summary>A high-speed configuration as it would be at full speed (USB 2.0, section 9.6.4).</summary>
    internal static byte[] OtherSpeed(ConfigurationDescriptor configuration)
    {
        ConfigurationDescriptor slow = configuration with
        {
            Interfaces = [.. configuration.Interfaces.Select(i => i with { Endpoints = [.. i.Endpoints.Select(AtFullSpeed)] })],
        };
        return Configuration(slow, UsbSpeed.Full, OtherSpeedConfiguration);
    }

    /// <summary>The binary object store of a SuperSpeed device (USB 3.2, section 9.6.2): a USB 2.0 extension without link power management,
    /// which nothing over a network could honour, and the SuperSpeed capability: 5 Gbit/s only, U1 exit 10 µs, U2 exit 500 µs.</summary>
    internal static byte[] Bos() =>
    [
        5, DescriptorType.Bos, 22, 0, 2,
        7, DescriptorType.DeviceCapability, 2, 0, 0, 0, 0,
        10, DescriptorType.DeviceCapability, 3, 0, 0x08, 0x00, 3, 10, 0xf4, 0x01,
    ];

    /// <summary>A string as UTF-16LE (USB 2.0, section 9.6.7), cut at 126 units.</summary>
    internal static byte[] String(string text)
    {
        byte[] units = Encoding.Unicode.GetBytes(text.Length > 126 ? text[..126] : text);
        return [(byte)(2 + units.Length), DescriptorType.String, .. units];
    }

    /// <summary>String 0, the languages: English (United States) and no other.</summary>
    internal static byte[] Languages() => [4, DescriptorType.String, 0x09, 0x04];

    static Span<byte> Endpoint(Span<byte> bytes, EndpointDescriptor endpoint, bool companion)
    {
        bytes[0] = EndpointSize;
        bytes[1] = DescriptorType.Endpoint;
        bytes[2] = endpoint.Address.Value;
        bytes[3] = (byte)endpoint.Type;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[4..], endpoint.MaxPacketSize);
        bytes[6] = endpoint.Interval;
        bytes = bytes[EndpointSize..];
        if (!companion) return bytes;
        bool periodic = endpoint.Type is TransferType.Interrupt or TransferType.Isochronous;
        bytes[0] = CompanionSize;
        bytes[1] = DescriptorType.SuperSpeedEndpointCompanion;
        bytes[2] = endpoint.MaxBurst;
        bytes[3] = endpoint.CompanionAttributes;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[4..], (ushort)(periodic ? endpoint.PacketSize * (endpoint.MaxBurst + 1) : 0));
        return bytes[CompanionSize..];
    }

    static EndpointDescriptor AtFullSpeed(EndpointDescriptor endpoint) => endpoint.Type switch
    {
        TransferType.Bulk => endpoint with { MaxPacketSize = 64 },
        // From 2^(n−1) microframes to frames.
        TransferType.Interrupt => endpoint with
        {
            MaxPacketSize = (ushort)Math.Min(endpoint.PacketSize, 64),
            Interval = (byte)Math.Clamp((1 << (Math.Clamp((int)endpoint.Interval, 1, 16) - 1)) / 8, 1, 255),
        },
        TransferType.Isochronous => endpoint with { MaxPacketSize = (ushort)Math.Min(endpoint.PacketSize, 1023), Interval = (byte)Math.Max(endpoint.Interval - 3, 1) },
        _ => endpoint,
    };
}
