using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Farhub.Devices.Linux;

/// <summary><c>struct usbdevfs_iso_packet_desc</c> (include/uapi/linux/usbdevice_fs.h): 12 bytes.</summary>
[SupportedOSPlatform("linux")]
[StructLayout(LayoutKind.Sequential)]
struct UsbdevfsIsoPacketDesc
{
    /// <summary>length.</summary>
    internal uint Length;
    /// <summary>actual_length: outcome.</summary>
    internal uint ActualLength;
    /// <summary>status: outcome, a negative errno in an unsigned field.</summary>
    internal uint Status;
}
