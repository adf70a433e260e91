using System.Buffers.Binary;

namespace Farhub.Usb;

/// <summary>The eight bytes that start every control transfer (USB 2.0, section 9.3). Little-endian, unlike the rest of USB/IP.</summary>
/// <param name="RequestType">bmRequestType: bit 7 direction (1 = IN), bits 6..5 type, bits 4..0 recipient.</param>
/// <param name="Request">bRequest.</param>
/// <param name="Value">wValue.</param>
/// <param name="Index">wIndex.</param>
/// <param name="Length">wLength, bytes of the data stage.</param>
public readonly record struct SetupPacket(byte RequestType, byte Request, ushort Value, ushort Index, ushort Length)
{
    /// <summary>Size on the wire, in bytes.</summary>
    public const int Size = 8;

    /// <summary>True when the data stage, if there is one, goes from the device to the host.</summary>
    public bool IsIn => (RequestType & 0x80) != 0;

    /// <summary>Bits 6..5 of bmRequestType: 0 standard, 1 class, 2 vendor.</summary>
    public int Type => (RequestType >> 5) & 3;

    /// <summary>Bits 4..0 of bmRequestType: 0 device, 1 interface, 2 endpoint, 3 other.</summary>
    public int Recipient => RequestType & 0x1f;

    /// <summary>Low byte of wValue: a descriptor's index, a configuration, an alternate setting.</summary>
    public byte ValueLow => (byte)(Value & 0xff);

    /// <summary>High byte of wValue: a descriptor's type.</summary>
    public byte ValueHigh => (byte)(Value >> 8);

    /// <summary>Low byte of wIndex: an interface's number, an endpoint's address.</summary>
    public byte IndexLow => (byte)(Index & 0xff);

    /// <summary>Reads the eight bytes.</summary>
    /// <remarks><code>
    /// +0 u8 bmRequestType  +1 u8 bRequest  +2 u16le wValue  +4 u16le wIndex  +6 u16le wLength
    /// </code></remarks>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="Size"/> bytes.</exception>
    public static SetupPacket Read(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Size];
        return new SetupPacket(
            RequestType: bytes[0],
            Request: bytes[1],
            Value: BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]),
            Index: BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]),
            Length: BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]));
    }

    /// <summary>Writes the eight bytes, in the layout of <see cref="Read"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="Size"/> bytes of room. Nothing was written.</exception>
    public void Write(Span<byte> bytes)
    {
        bytes = bytes[..Size];
        bytes[0] = RequestType;
        bytes[1] = Request;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[2..], Value);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[4..], Index);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[6..], Length);
    }
}
