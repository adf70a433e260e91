namespace Farhub.Usb;

/// <summary>One endpoint of one alternate setting (USB 2.0, table 9-13), with its SuperSpeed companion's fields when it has one.</summary>
/// <param name="Address">bEndpointAddress.</param>
/// <param name="Type">bmAttributes bits 1..0.</param>
/// <param name="MaxPacketSize">wMaxPacketSize as it stands, the high-bandwidth bits 12..11 included.</param>
/// <param name="Interval">bInterval, not decoded.</param>
public sealed record EndpointDescriptor(EndpointAddress Address, TransferType Type, ushort MaxPacketSize, byte Interval)
{
    /// <summary>bMaxBurst of the SuperSpeed companion; 0 without one.</summary>
    public byte MaxBurst { get; init; }

    /// <summary>bmAttributes of the SuperSpeed companion (streams, or Mult for isochronous); 0 without one.</summary>
    public byte CompanionAttributes { get; init; }

    /// <summary>Bytes in one packet: wMaxPacketSize bits 10..0.</summary>
    public int PacketSize => MaxPacketSize & 0x07ff;
}
