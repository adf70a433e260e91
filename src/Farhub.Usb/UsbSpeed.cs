namespace Farhub.Usb;

/// <summary>How fast a device signals. The numbers are the kernel's <c>enum usb_device_speed</c>
/// (include/uapi/linux/usb/ch9.h), which USB/IP puts on the wire as they are.</summary>
public enum UsbSpeed : uint
{
    /// <summary>Not known (still enumerating).</summary>
    Unknown = 0,
    /// <summary>1.5 Mbit/s.</summary>
    Low = 1,
    /// <summary>12 Mbit/s.</summary>
    Full = 2,
    /// <summary>480 Mbit/s.</summary>
    High = 3,
    /// <summary>Wireless USB, obsolete.</summary>
    Wireless = 4,
    /// <summary>5 Gbit/s.</summary>
    Super = 5,
    /// <summary>10 Gbit/s and more.</summary>
    SuperPlus = 6,
}
