namespace Farhub.Usb;

/// <summary>bEndpointAddress: bits 3..0 the endpoint's number, bit 7 set for IN (device to host).</summary>
/// <param name="Value">The byte as it stands in the endpoint descriptor.</param>
public readonly record struct EndpointAddress(byte Value)
{
    /// <summary>Number of different addresses: 16 numbers in two directions.</summary>
    public const int Count = 32;

    /// <summary>Endpoint number, 0 to 15.</summary>
    public int Number => Value & 0x0f;

    /// <summary>True when data flows from the device to the host.</summary>
    public bool IsIn => (Value & 0x80) != 0;

    /// <summary>0 to 31: a dense index for tables, OUT endpoints first.</summary>
    public int Index => Number | (IsIn ? 16 : 0);

    /// <summary>Makes an address of a number (0 to 15) and a direction.</summary>
    public static EndpointAddress Of(int number, bool isIn) => new((byte)((number & 0x0f) | (isIn ? 0x80 : 0)));

    /// <inheritdoc/>
    public override string ToString() => $"0x{Value:x2}";
}
