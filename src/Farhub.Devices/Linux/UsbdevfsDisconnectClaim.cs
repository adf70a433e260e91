using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Farhub.Devices.Linux;

/// <summary><c>struct usbdevfs_disconnect_claim</c> (include/uapi/linux/usbdevice_fs.h): 264 bytes.</summary>
[SupportedOSPlatform("linux")]
[StructLayout(LayoutKind.Sequential)]
struct UsbdevfsDisconnectClaim
{
    /// <summary>interface.</summary>
    internal uint Interface;
    /// <summary>flags: USBDEVFS_DISCONNECT_CLAIM_*.</summary>
    internal uint Flags;
    /// <summary>driver, ending with NUL.</summary>
    internal DriverName Driver;

    /// <summary>USBDEVFS_MAXDRIVERNAME characters and a NUL.</summary>
    [InlineArray(256)]
    internal struct DriverName
    {
        byte _first;
    }
}
