using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Farhub.Devices.Linux;

/// <summary><c>struct usbdevfs_ctrltransfer</c> (include/uapi/linux/usbdevice_fs.h): 24 bytes where pointers have eight. The numbers are the
/// machine's own, not little-endian as on the bus.</summary>
[SupportedOSPlatform("linux")]
[StructLayout(LayoutKind.Sequential)]
unsafe struct UsbdevfsControlTransfer
{
    /// <summary>bRequestType.</summary>
    internal byte RequestType;
    /// <summary>bRequest.</summary>
    internal byte Request;
    /// <summary>wValue.</summary>
    internal ushort Value;
    /// <summary>wIndex.</summary>
    internal ushort Index;
    /// <summary>wLength.</summary>
    internal ushort Length;
    /// <summary>timeout, in milliseconds.</summary>
    internal uint Timeout;
    /// <summary>data.</summary>
    internal byte* Data;
}
