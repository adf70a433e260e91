using System.Runtime.CompilerServices;
using System.Runtime.Versioning;

namespace Farhub.Devices.Linux;

/// <summary>The numbers of include/uapi/linux/usbdevice_fs.h, under the kernel's names.</summary>
[SupportedOSPlatform("linux")]
static class Usbdevfs
{
    internal const byte USBDEVFS_URB_TYPE_ISO = 0;
    internal const byte USBDEVFS_URB_TYPE_INTERRUPT = 1;
    internal const byte USBDEVFS_URB_TYPE_CONTROL = 2;
    internal const byte USBDEVFS_URB_TYPE_BULK = 3;

    internal const uint USBDEVFS_CAP_NO_PACKET_SIZE_LIM = 0x04;
    internal const uint USBDEVFS_CAP_REAP_AFTER_DISCONNECT = 0x10;
    internal const uint USBDEVFS_CAP_MMAP = 0x20;

    internal const uint USBDEVFS_DISCONNECT_CLAIM_EXCEPT_DRIVER = 0x02;

    /// <summary>Most isochronous packets in one URB of usbfs (drivers/usb/core/devio.c); USB/IP allows 1024.</summary>
    internal const int MaxIsoPackets = 128;

    /// <summary>Milliseconds that a hub may take to answer a request; the kernel's own hub driver gives it as long.</summary>
    internal const uint ControlTimeout = 5000;

    // The size of the argument is part of the number, and depends on the size of a pointer.
    internal static readonly uint USBDEVFS_CONTROL = Iowr<UsbdevfsControlTransfer>(0);
    internal static readonly uint USBDEVFS_SETINTERFACE = Ior<UsbdevfsSetInterface>(4);
    internal static readonly uint USBDEVFS_SETCONFIGURATION = Ior<uint>(5);
    internal static readonly uint USBDEVFS_SUBMITURB = Ior<UsbdevfsUrb>(10);
    internal static readonly uint USBDEVFS_DISCARDURB = Io(11);
    internal static readonly uint USBDEVFS_REAPURB = Iow<nint>(12);
    internal static readonly uint USBDEVFS_REAPURBNDELAY = Iow<nint>(13);
    internal static readonly uint USBDEVFS_RELEASEINTERFACE = Ior<uint>(16);
    internal static readonly uint USBDEVFS_IOCTL = Iowr<UsbdevfsIoctl>(18);
    internal static readonly uint USBDEVFS_RESET = Io(20);
    internal static readonly uint USBDEVFS_CLEAR_HALT = Ior<uint>(21);
    internal static readonly uint USBDEVFS_CONNECT = Io(23);
    internal static readonly uint USBDEVFS_CLAIM_PORT = Ior<uint>(24);
    internal static readonly uint USBDEVFS_RELEASE_PORT = Ior<uint>(25);
    internal static readonly uint USBDEVFS_GET_CAPABILITIES = Ior<uint>(26);
    internal static readonly uint USBDEVFS_DISCONNECT_CLAIM = Ior<UsbdevfsDisconnectClaim>(27);

    // include/uapi/asm-generic/ioctl.h: direction(2) size(14) type(8) number(8), from the top.
    static uint Io(uint number) => ((uint)'U' << 8) | number;
    static uint Iow<T>(uint number) where T : unmanaged => (1u << 30) | ((uint)Unsafe.SizeOf<T>() << 16) | Io(number);
    static uint Ior<T>(uint number) where T : unmanaged => (2u << 30) | ((uint)Unsafe.SizeOf<T>() << 16) | Io(number);
    static uint Iowr<T>(uint number) where T : unmanaged => (3u << 30) | ((uint)Unsafe.SizeOf<T>() << 16) | Io(number);
}
