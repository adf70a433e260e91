namespace Farhub.Usb;

/// <summary>The kernel's <c>transfer_flags</c> that mean something to a device at the far end
/// (include/linux/usb.h). A peer's kernel sets many more (DMA mapping and the like); they are dropped on arrival.</summary>
[Flags]
public enum UrbFlags : uint
{
    /// <summary>No flag.</summary>
    None = 0,
    /// <summary>URB_SHORT_NOT_OK: a short IN transfer ends with EREMOTEIO.</summary>
    ShortNotOk = 0x0001,
    /// <summary>URB_ISO_ASAP: isochronous, start as soon as possible, ignore start_frame.</summary>
    IsoAsap = 0x0002,
    /// <summary>URB_ZERO_PACKET: end a bulk OUT that is a multiple of wMaxPacketSize with an empty packet.</summary>
    ZeroPacket = 0x0040,
}
