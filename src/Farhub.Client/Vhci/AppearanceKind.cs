namespace Farhub.Client.Vhci;

/// <summary>As what a device has appeared in the operating system.</summary>
public enum AppearanceKind
{
    /// <summary>A disk or a partition.</summary>
    Block,
    /// <summary>A serial port.</summary>
    Serial,
    /// <summary>A keyboard, a mouse, a tablet and the like.</summary>
    Input,
    /// <summary>A HID device without interpretation: security keys and the like.</summary>
    HidRaw,
    /// <summary>A sound card.</summary>
    Sound,
    /// <summary>A camera or another source of pictures.</summary>
    Video,
    /// <summary>A network interface.</summary>
    Network,
    /// <summary>Another device node: printers and the like.</summary>
    Node,
    /// <summary>A driver is bound and has made nothing of the above.</summary>
    Driver,
    /// <summary>No driver is bound; programs reach the device through usbfs, for instance with libusb.</summary>
    NoDriver,
}
