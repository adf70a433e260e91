using Farhub.Devices;
using Farhub.Usb;

namespace Farhub.Web.Pages.Devices;

/// <summary>What a device is, in the words of people who use such things.</summary>
static class DeviceWords
{
    /// <summary>Most that are said of one device.</summary>
    const int Most = 3;

    /// <summary>Converters between USB and serial ports say of themselves only that they are their makers'.</summary>
    static readonly HashSet<VidPid> SerialPorts =
    [
        new(0x0403, 0x6001), new(0x0403, 0x6010), new(0x0403, 0x6011), new(0x0403, 0x6014), new(0x0403, 0x6015), // FTDI
        new(0x10c4, 0xea60), new(0x10c4, 0xea70), new(0x10c4, 0xea71), // Silicon Labs CP210x
        new(0x1a86, 0x7522), new(0x1a86, 0x7523), new(0x1a86, 0x5523), // WCH CH34x
        new(0x067b, 0x2303), new(0x067b, 0x23a3), new(0x067b, 0x23c3), // Prolific PL2303
    ];

    /// <summary>What it is.</summary>
    internal static string KindOf(DeviceInfo device)
    {
        DeviceDescriptor whole = device.Descriptor;
        List<string> words = [.. device.Interfaces.Select(i => Word(i.Class, i.SubClass, i.Protocol)).OfType<string>().Distinct()];
        // Most leave it to their interfaces, and some say "miscellaneous", which is no word for anybody.
        if (words.Count == 0 && Word(whole.Class, whole.SubClass, whole.Protocol) is { } word) words.Add(word);
        if (words is ["Vendor-specific"] or [] && SerialPorts.Contains(device.Id)) return "Serial port";
        // What only the maker's driver understands says least.
        if (words.Count > 1) words.Remove("Vendor-specific");
        if (words.Contains("Keyboard") && words.Contains("Mouse")) words = ["Keyboard and mouse", .. words.Where(w => w is not ("Keyboard" or "Mouse" or "Input device"))];
        if (words.Contains("Camera") && words.Contains("Audio")) words = ["Camera with microphone", .. words.Where(w => w is not ("Camera" or "Audio"))];
        return words.Count == 0 ? "USB device" : string.Join(", ", words.Take(Most).Select((w, i) => i == 0 ? w : LowerFirst(w)));
    }

    /// <summary>How fast it signals.</summary>
    internal static string SpeedOf(UsbSpeed speed) => speed switch
    {
        UsbSpeed.Low => "1.5 Mbit/s (low speed)",
        UsbSpeed.Full => "12 Mbit/s (full speed)",
        UsbSpeed.High => "480 Mbit/s (high speed)",
        UsbSpeed.Wireless => "wireless",
        UsbSpeed.Super => "5 Gbit/s (SuperSpeed)",
        UsbSpeed.SuperPlus => "10 Gbit/s or more (SuperSpeed+)",
        _ => "speed not known",
    };

    /// <summary>What an interface is; null when it says nothing of its own.</summary>
    static string? Word(byte code, byte subClass, byte protocol) => (code, subClass, protocol) switch
    {
        (UsbClass.MassStorage, _, _) => "Storage",
        (UsbClass.Hid, 1, 1) => "Keyboard",
        (UsbClass.Hid, 1, 2) => "Mouse",
        (UsbClass.Hid, _, _) => "Input device",
        (UsbClass.Video, _, _) => "Camera",
        (UsbClass.Audio or UsbClass.AudioVideo, _, _) => "Audio",
        (UsbClass.Printer, _, _) => "Printer",
        (UsbClass.Image, _, _) => "Photo camera or scanner",
        (UsbClass.SmartCard, _, _) => "Smart card reader",
        (UsbClass.Communications, 2, _) => "Serial port",
        (UsbClass.Communications, 0x06 or 0x0c or 0x0d or 0x0e, _) => "Network adapter",
        (UsbClass.Communications, _, _) => "Modem",
        (UsbClass.Wireless, 1, 1) => "Bluetooth adapter",
        (UsbClass.Wireless, 1, 3) => "Network adapter",
        (UsbClass.Wireless, _, _) => "Wireless adapter",
        (UsbClass.ApplicationSpecific, 1, _) => "Firmware update",
        (UsbClass.ApplicationSpecific, 3, _) => "Measuring instrument",
        (UsbClass.PersonalHealthcare, _, _) => "Health device",
        (UsbClass.ContentSecurity, _, _) => "Content security",
        (UsbClass.Physical, _, _) => "Force feedback",
        (UsbClass.Billboard, _, _) => "Type-C information",
        (UsbClass.BulkDisplay, _, _) => "Display",
        (UsbClass.Diagnostic, _, _) => "Diagnostics",
        (UsbClass.Hub, _, _) => "Hub",
        (UsbClass.VendorSpecific, _, _) => "Vendor-specific",
        // The other half of what CDC begins, and what leaves it to others.
        _ => null,
    };

    static string LowerFirst(string word) => char.ToLowerInvariant(word[0]) + word[1..];
}
