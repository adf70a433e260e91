using Farhub.Usb;

namespace Farhub.Rendering;

/// <summary>Speeds in words.</summary>
static class SpeedText
{
    /// <summary>The word in a JSON document.</summary>
    public static string Word(UsbSpeed speed) => speed switch
    {
        UsbSpeed.Low => "low",
        UsbSpeed.Full => "full",
        UsbSpeed.High => "high",
        UsbSpeed.Super => "super",
        UsbSpeed.SuperPlus => "super+",
        _ => "unknown",
    };

    /// <summary>The bit rate, for people.</summary>
    public static string Rate(UsbSpeed speed) => speed switch
    {
        UsbSpeed.Low => "1.5 Mb/s",
        UsbSpeed.Full => "12 Mb/s",
        UsbSpeed.High => "480 Mb/s",
        UsbSpeed.Super => "5 Gb/s",
        UsbSpeed.SuperPlus => "10 Gb/s",
        _ => "?",
    };
}
