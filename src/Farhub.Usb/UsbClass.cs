namespace Farhub.Usb;

/// <summary>Base class codes of devices and interfaces (usb.org, "USB Class Codes") and what to call them when speaking to people.</summary>
public static class UsbClass
{
#pragma warning disable CS1591 // The names are the specification's own.
    public const byte PerInterface = 0x00;
    public const byte Audio = 0x01;
    public const byte Communications = 0x02;
    public const byte Hid = 0x03;
    public const byte Physical = 0x05;
    public const byte Image = 0x06;
    public const byte Printer = 0x07;
    public const byte MassStorage = 0x08;
    public const byte Hub = 0x09;
    public const byte CdcData = 0x0a;
    public const byte SmartCard = 0x0b;
    public const byte ContentSecurity = 0x0d;
    public const byte Video = 0x0e;
    public const byte PersonalHealthcare = 0x0f;
    public const byte AudioVideo = 0x10;
    public const byte Billboard = 0x11;
    public const byte TypeCBridge = 0x12;
    public const byte BulkDisplay = 0x13;
    public const byte ManagementTransport = 0x14;
    public const byte I3C = 0x3c;
    public const byte Diagnostic = 0xdc;
    public const byte Wireless = 0xe0;
    public const byte Miscellaneous = 0xef;
    public const byte ApplicationSpecific = 0xfe;
    public const byte VendorSpecific = 0xff;
#pragma warning restore CS1591

    /// <summary>The name of a base class; <c>Class 0x42</c> for one that has none.</summary>
    public static string NameOf(byte code) => code switch
    {
        PerInterface => "Defined by Interface",
        Audio => "Audio",
        Communications => "Communications",
        Hid => "Human Interface Device",
        Physical => "Physical Interface Device",
        Image => "Imaging",
        Printer => "Printer",
        MassStorage => "Mass Storage",
        Hub => "Hub",
        CdcData => "CDC Data",
        SmartCard => "Smart Card",
        ContentSecurity => "Content Security",
        Video => "Video",
        PersonalHealthcare => "Personal Healthcare",
        AudioVideo => "Audio/Video",
        Billboard => "Billboard",
        TypeCBridge => "Type-C Bridge",
        BulkDisplay => "Bulk Display",
        ManagementTransport => "MCTP over USB",
        I3C => "I3C",
        Diagnostic => "Diagnostic",
        Wireless => "Wireless",
        Miscellaneous => "Miscellaneous",
        ApplicationSpecific => "Application Specific",
        VendorSpecific => "Vendor Specific",
        _ => $"Class 0x{code:x2}",
    };
}
