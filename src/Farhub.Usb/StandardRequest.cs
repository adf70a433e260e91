namespace Farhub.Usb;

/// <summary>bRequest of the standard requests (USB 2.0, table 9-4; USB 3.2, table 9-5).</summary>
public static class StandardRequest
{
#pragma warning disable CS1591 // The names are the specification's own.
    public const byte GetStatus = 0;
    public const byte ClearFeature = 1;
    public const byte SetFeature = 3;
    public const byte SetAddress = 5;
    public const byte GetDescriptor = 6;
    public const byte SetDescriptor = 7;
    public const byte GetConfiguration = 8;
    public const byte SetConfiguration = 9;
    public const byte GetInterface = 10;
    public const byte SetInterface = 11;
    public const byte SynchFrame = 12;
    public const byte SetSel = 48;
    public const byte SetIsochDelay = 49;
#pragma warning restore CS1591
}
