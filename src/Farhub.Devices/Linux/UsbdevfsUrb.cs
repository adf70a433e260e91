using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Farhub.Devices.Linux;

/// <summary><c>struct usbdevfs_urb</c> (include/uapi/linux/usbdevice_fs.h): 56 bytes where pointers have eight;
/// an isochronous one is followed by its <see cref="UsbdevfsIsoPacketDesc"/>s.</summary>
[SupportedOSPlatform("linux")]
[StructLayout(LayoutKind.Sequential)]
unsafe struct UsbdevfsUrb
{
    /// <summary>type: USBDEVFS_URB_TYPE_*.</summary>
    internal byte Type;
    /// <summary>endpoint: bEndpointAddress.</summary>
    internal byte Endpoint;
    /// <summary>status: outcome, 0 or −errno.</summary>
    internal int Status;
    /// <summary>flags: USBDEVFS_URB_*, which are numbered as <see cref="Usb.UrbFlags"/>.</summary>
    internal uint Flags;
    /// <summary>buffer; of a control transfer, the setup packet and then the data.</summary>
    internal byte* Buffer;
    /// <summary>buffer_length.</summary>
    internal int BufferLength;
    /// <summary>actual_length: outcome, without the setup packet.</summary>
    internal int ActualLength;
    /// <summary>start_frame: the kernel reads it and never writes it.</summary>
    internal int StartFrame;
    /// <summary>number_of_packets, in a union with stream_id.</summary>
    internal int NumberOfPackets;
    /// <summary>error_count: outcome, isochronous.</summary>
    internal int ErrorCount;
    /// <summary>signr: no signal when 0.</summary>
    internal uint SignalNumber;
    /// <summary>usercontext: ours; the kernel does not look at it.</summary>
    internal nint UserContext;
}
