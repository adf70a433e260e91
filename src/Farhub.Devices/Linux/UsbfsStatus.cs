using System.Runtime.Versioning;
using Farhub.Usb;

namespace Farhub.Devices.Linux;

/// <summary>What usbfs says, as the status of a URB. The one table of it.</summary>
[SupportedOSPlatform("linux")]
static class UsbfsStatus
{
    /// <summary>Status of a URB that has been reaped.</summary>
    /// <param name="status">The kernel's.</param>
    /// <param name="cancelled">Whether its holder asked to end it.</param>
    /// <returns>A URB killed as a side effect (SET_CONFIGURATION, SET_INTERFACE, a reset, an unplug) was shut down, not unlinked:
    /// its submitter did not ask for it and would not understand.</returns>
    internal static int OfCompletion(int status, bool cancelled) =>
        !cancelled && status is (-Errno.ENOENT or -Errno.ECONNRESET) ? -Errno.ESHUTDOWN : status;

    /// <summary>Status of a URB that the kernel did not take.</summary>
    /// <param name="result">Negative errno of USBDEVFS_SUBMITURB.</param>
    /// <param name="type">Kind of transfer.</param>
    /// <returns>A control request to an interface or endpoint that does not exist is what a device answers with a stall; usbfs refuses it before.</returns>
    internal static int OfSubmit(int result, TransferType type) => result switch
    {
        -Errno.ENOENT or -Libc.ESRCH or -Libc.EHOSTUNREACH => type == TransferType.Control ? -Errno.EPIPE : -Errno.ENOENT,
        _ => result,
    };

    /// <summary>Status of a control request that became a call of its own: what the device or the kernel does not know is a stall.</summary>
    internal static int OfRequest(int result) => result switch
    {
        -Errno.EINVAL or -Errno.ENOENT or -Libc.ESRCH or -Libc.EHOSTUNREACH => -Errno.EPIPE,
        _ => result,
    };
}
