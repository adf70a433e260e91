using System.Runtime.Versioning;
using Farhub.Usb;

namespace Farhub.Devices.Linux;

/// <summary>One open node of usbfs: the kernel's calls, one to one. Tests put a scripted kernel in its place.</summary>
/// <remarks>Results are 0, unless said otherwise, or a negative errno. All calls but <see cref="Reap"/> end with −ENODEV once the device is gone.</remarks>
[SupportedOSPlatform("linux")]
unsafe interface IUsbfs : IDisposable
{
    /// <summary>USBDEVFS_CAP_*.</summary>
    uint Capabilities { get; }

    /// <summary>USBDEVFS_SUBMITURB. The memory is the kernel's until the URB is reaped.</summary>
    int Submit(UsbdevfsUrb* urb);

    /// <summary>USBDEVFS_REAPURB, or USBDEVFS_REAPURBNDELAY: −EAGAIN when nothing has completed. −ENODEV when nothing has completed and the device is gone.</summary>
    int Reap(bool wait, out UsbdevfsUrb* urb);

    /// <summary>USBDEVFS_DISCARDURB: ends a URB and waits until it is dead; it is still to be reaped. −EINVAL when it had completed.
    /// The kernel holds the device's mutex meanwhile, which every other call here needs.</summary>
    int Discard(UsbdevfsUrb* urb);

    /// <summary>Memory that the device reaches without a copy; null when there is none to be had.</summary>
    byte* Map(nuint size);

    /// <summary>Gives back memory of <see cref="Map"/>. Also after Dispose: the kernel keeps the node open until the last mapping is gone.</summary>
    void Unmap(byte* memory, nuint size);

    /// <summary>USBDEVFS_DISCONNECT_CLAIM, which takes an interface from its kernel driver, but from no other program: −EBUSY.
    /// −EINVAL when there is no such interface.</summary>
    int Claim(int interfaceNumber);

    /// <summary>USBDEVFS_RELEASEINTERFACE. Kills the URBs of the interface and brings it to alternate setting 0.</summary>
    int Release(int interfaceNumber);

    /// <summary>USBDEVFS_CONNECT: lets a kernel driver take the interface.</summary>
    int Connect(int interfaceNumber);

    /// <summary>USBDEVFS_SETCONFIGURATION. −EBUSY while any interface is claimed.</summary>
    int SetConfiguration(byte value);

    /// <summary>USBDEVFS_SETINTERFACE. Kills the URBs of the interface.</summary>
    int SetInterface(byte interfaceNumber, byte alternateSetting);

    /// <summary>USBDEVFS_CLEAR_HALT.</summary>
    int ClearHalt(byte endpoint);

    /// <summary>USBDEVFS_RESET. Interfaces that are claimed lose their claim to kernel drivers, so none should be.</summary>
    int Reset();

    /// <summary>USBDEVFS_CONTROL: a control transfer, waited for. To a device or another recipient than an interface or endpoint it needs no claim.</summary>
    /// <param name="setup">What is asked; its length is that of <paramref name="data"/>.</param>
    /// <param name="data">What goes out, or room for what comes in.</param>
    /// <returns>Bytes moved.</returns>
    int Control(in SetupPacket setup, Span<byte> data);

    /// <summary>USBDEVFS_CLAIM_PORT: of a hub, keeps the kernel's hub driver from using what it finds on a port, and from switching its power on. −EBUSY when
    /// another program has it. Ends with the node.</summary>
    int ClaimPort(int port);

    /// <summary>USBDEVFS_RELEASE_PORT.</summary>
    int ReleasePort(int port);
}
