namespace Farhub.Usb;

/// <summary>The four kinds of endpoint, numbered as in bmAttributes bits 1..0 (USB 2.0, table 9-13).</summary>
public enum TransferType : byte
{
    /// <summary>Setup packet, optional data stage, status stage.</summary>
    Control = 0,
    /// <summary>Reserved bandwidth, no retries; a URB is an array of packets.</summary>
    Isochronous = 1,
    /// <summary>Reliable, as fast as the bus has room.</summary>
    Bulk = 2,
    /// <summary>Reliable, polled at a guaranteed interval.</summary>
    Interrupt = 3,
}
