namespace Farhub.Usb;

/// <summary>bDescriptorType (USB 2.0, table 9-5; USB 3.2, table 9-6).</summary>
public static class DescriptorType
{
#pragma warning disable CS1591 // The names are the specification's own.
    public const byte Device = 1;
    public const byte Configuration = 2;
    public const byte String = 3;
    public const byte Interface = 4;
    public const byte Endpoint = 5;
    public const byte DeviceQualifier = 6;
    public const byte InterfaceAssociation = 11;
    public const byte Bos = 15;
    public const byte DeviceCapability = 16;
    public const byte Hid = 0x21;
    public const byte SuperSpeedEndpointCompanion = 48;
#pragma warning restore CS1591
}
