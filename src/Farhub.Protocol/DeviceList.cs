using System.Buffers.Binary;

namespace Farhub.Protocol;

/// <summary>The body of OP_REP_DEVLIST: a count, then each device followed by its interfaces.</summary>
public static class DeviceList
{
    /// <summary>Size of the count, in bytes.</summary>
    public const int CountSize = 4;

    /// <summary>Bytes that <see cref="Write"/> needs, the operation's header included.</summary>
    public static int SizeOf(IReadOnlyCollection<DeviceRecord> devices) =>
        OpHeader.Size + CountSize + devices.Sum(d => DeviceRecord.Size + (InterfaceRecord.Size * d.Interfaces.Count));

    /// <summary>Writes the whole reply.</summary>
    /// <remarks><code>
    /// +0 op header(8)  +8 u32 ndev  then ndev × { device(312), bNumInterfaces × interface(4) }
    /// </code></remarks>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="SizeOf"/> bytes of room. Nothing was written.</exception>
    public static void Write(Span<byte> bytes, IReadOnlyCollection<DeviceRecord> devices)
    {
        bytes = bytes[..SizeOf(devices)];
        new OpHeader(OpCode.ReplyDeviceList).Write(bytes);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[OpHeader.Size..], (uint)devices.Count);
        bytes = bytes[(OpHeader.Size + CountSize)..];
        foreach (DeviceRecord device in devices)
        {
            device.Write(bytes);
            bytes = bytes[DeviceRecord.Size..];
            foreach (InterfaceRecord one in device.Interfaces)
            {
                one.Write(bytes);
                bytes = bytes[InterfaceRecord.Size..];
            }
        }
    }

    /// <summary>Reads the count. It is the peer's word: allocate for the devices that come, not for those announced.</summary>
    /// <param name="bytes">At least <see cref="CountSize"/> bytes.</param>
    /// <param name="limits">How many are believed.</param>
    /// <exception cref="ProtocolException">More devices than the limit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="CountSize"/> bytes.</exception>
    public static int ReadCount(ReadOnlySpan<byte> bytes, UsbipLimits limits)
    {
        uint count = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        if (count > (uint)limits.MaxListedDevices)
        {
            throw new ProtocolException($"The server announces {count} devices; at most {limits.MaxListedDevices} are read.");
        }
        return (int)count;
    }
}
