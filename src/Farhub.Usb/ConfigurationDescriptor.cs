using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Farhub.Usb;

/// <summary>One configuration with every alternate setting of every interface (USB 2.0, table 9-10).</summary>
/// <param name="Value">bConfigurationValue.</param>
/// <param name="Attributes">bmAttributes: bit 6 self-powered, bit 5 remote wake-up.</param>
/// <param name="MaxPower">bMaxPower, in the units of the device's speed (2 mA, or 8 mA at SuperSpeed).</param>
/// <param name="Interfaces">All alternate settings, in descriptor order.</param>
public sealed record ConfigurationDescriptor(byte Value, byte Attributes, byte MaxPower, IReadOnlyList<InterfaceDescriptor> Interfaces)
{
    /// <summary>Size of the configuration descriptor alone, in bytes.</summary>
    public const int HeaderSize = 9;

    /// <summary>The interfaces as they are right after SET_CONFIGURATION: alternate setting 0 of each
    /// (or the first listed, for a device without a setting 0).</summary>
    public IEnumerable<InterfaceDescriptor> DefaultInterfaces =>
        Interfaces.GroupBy(i => i.Number).Select(g => g.OrderBy(i => i.AlternateSetting).First());

    /// <summary>Reads one whole configuration. Descriptors come from hardware and from peers and may lie: what does not fit
    /// (zero or overlong bLength, a wTotalLength beyond the bytes, an endpoint before any interface, a repeated endpoint,
    /// a repeated alternate setting with all that is in it) is left out, never an error.</summary>
    /// <remarks><code>
    /// +0 bLength(9) +1 bDescriptorType(2) +2 u16le wTotalLength +4 bNumInterfaces +5 bConfigurationValue +6 iConfiguration +7 bmAttributes +8 bMaxPower
    /// then, each with bLength and bDescriptorType first: interface(9), endpoint(7), SuperSpeed companion(6), class-specific ones
    /// </code></remarks>
    /// <param name="bytes">The configuration, and possibly others after it.</param>
    /// <param name="configuration">What was read.</param>
    /// <param name="length">Bytes that belong to this configuration, at most <c>bytes.Length</c>.</param>
    /// <returns>False when there is no configuration header at the start.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out ConfigurationDescriptor? configuration, out int length)
    {
        configuration = null;
        length = 0;
        if (bytes.Length < HeaderSize || bytes[0] < HeaderSize || bytes[1] != DescriptorType.Configuration) return false;
        length = Math.Clamp(BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]), (ushort)HeaderSize, (ushort)Math.Min(bytes.Length, ushort.MaxValue));
        var interfaces = new List<InterfaceDescriptor>();
        List<EndpointDescriptor>? endpoints = null; // Of the interface we are in; null before the first, and in one that is left out.
        bool inEndpoint = false; // What a companion belongs to: the endpoint before it, unless that was left out.
        ReadOnlySpan<byte> rest = bytes[Math.Min(bytes[0], length)..length];
        while (rest.Length >= 2 && rest[0] >= 2 && rest[0] <= rest.Length)
        {
            ReadOnlySpan<byte> one = rest[..rest[0]];
            rest = rest[rest[0]..];
            switch (one[1])
            {
                case DescriptorType.Interface:
                    inEndpoint = false;
                    endpoints = null;
                    if (one.Length < 9) break;
                    byte number = one[2];
                    byte alternateSetting = one[3];
                    if (!interfaces.Exists(i => i.Number == number && i.AlternateSetting == alternateSetting))
                    {
                        endpoints = [];
                        interfaces.Add(new InterfaceDescriptor(
                            number, alternateSetting, Class: one[5], SubClass: one[6], Protocol: one[7], NameIndex: one[8], endpoints));
                    }
                    break;
                case DescriptorType.Endpoint:
                    inEndpoint = false;
                    if (one.Length < 7) break;
                    var address = new EndpointAddress((byte)(one[2] & 0x8f));
                    inEndpoint = endpoints is not null && address.Number != 0 && !endpoints.Exists(e => e.Address == address);
                    if (inEndpoint)
                    {
                        endpoints!.Add(new EndpointDescriptor(address, (TransferType)(one[3] & 3),
                            MaxPacketSize: BinaryPrimitives.ReadUInt16LittleEndian(one[4..]), Interval: one[6]));
                    }
                    break;
                case DescriptorType.SuperSpeedEndpointCompanion when one.Length >= 6 && inEndpoint:
                    endpoints![^1] = endpoints[^1] with { MaxBurst = one[2], CompanionAttributes = one[3] };
                    break;
                default:
                    break;
            }
        }
        configuration = new ConfigurationDescriptor(Value: bytes[5], Attributes: bytes[7], MaxPower: bytes[8], interfaces);
        return true;
    }

    /// <summary>Reads all configurations that stand one after another, as Linux lays them out in a usbfs node.</summary>
    public static IReadOnlyList<ConfigurationDescriptor> ReadAll(ReadOnlySpan<byte> bytes)
    {
        var all = new List<ConfigurationDescriptor>();
        while (TryRead(bytes, out ConfigurationDescriptor? one, out int length))
        {
            all.Add(one);
            bytes = bytes[length..];
        }
        return all;
    }
}
