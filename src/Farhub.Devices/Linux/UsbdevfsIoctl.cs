using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Farhub.Devices.Linux;

/// <summary><c>struct usbdevfs_ioctl</c> (include/uapi/linux/usbdevice_fs.h): 16 bytes where pointers have eight.</summary>
[SupportedOSPlatform("linux")]
[StructLayout(LayoutKind.Sequential)]
struct UsbdevfsIoctl
{
    /// <summary>ifno: interface number.</summary>
    internal int Interface;
    /// <summary>ioctl_code: USBDEVFS_DISCONNECT, USBDEVFS_CONNECT, or one of the driver's own.</summary>
    internal int Code;
    /// <summary>data.</summary>
    internal nint Data;
}
