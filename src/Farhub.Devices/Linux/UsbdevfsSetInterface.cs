using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Farhub.Devices.Linux;

/// <summary><c>struct usbdevfs_setinterface</c> (include/uapi/linux/usbdevice_fs.h): 8 bytes.</summary>
[SupportedOSPlatform("linux")]
[StructLayout(LayoutKind.Sequential)]
struct UsbdevfsSetInterface
{
    /// <summary>interface.</summary>
    internal uint Interface;
    /// <summary>altsetting.</summary>
    internal uint AlternateSetting;
}
