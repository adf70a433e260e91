namespace Farhub.Protocol;

/// <summary>An interface in a device list (usbip_usb_interface, 4 bytes).</summary>
/// <param name="Class">bInterfaceClass.</param>
/// <param name="SubClass">bInterfaceSubClass.</param>
/// <param name="Protocol">bInterfaceProtocol.</param>
public readonly record struct InterfaceRecord(byte Class, byte SubClass, byte Protocol)
{
    /// <summary>Size on the wire, in bytes.</summary>
    public const int Size = 4;

    /// <summary>Reads four bytes: class, subclass, protocol, padding.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="Size"/> bytes.</exception>
    public static InterfaceRecord Read(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Size];
        return new InterfaceRecord(bytes[0], bytes[1], bytes[2]);
    }

    /// <summary>Writes four bytes, in the layout of <see cref="Read"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="Size"/> bytes of room. Nothing was written.</exception>
    public void Write(Span<byte> bytes)
    {
        bytes = bytes[..Size];
        bytes[0] = Class;
        bytes[1] = SubClass;
        bytes[2] = Protocol;
        bytes[3] = 0;
    }
}
