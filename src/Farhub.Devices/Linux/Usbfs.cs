using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Farhub.Usb;
using Microsoft.Win32.SafeHandles;

namespace Farhub.Devices.Linux;

/// <summary>A node of usbfs, <c>/dev/bus/usb/BBB/DDD</c> (drivers/usb/core/devio.c).</summary>
[SupportedOSPlatform("linux")]
sealed unsafe class Usbfs : IUsbfs
{
    readonly SafeFileHandle _node;
    readonly int _fd; // For the hot path. Valid until Dispose, which comes after the last call of every thread.

    Usbfs(SafeFileHandle node)
    {
        _node = node;
        _fd = (int)node.DangerousGetHandle();
        uint capabilities = 0;
        Capabilities = Call(Usbdevfs.USBDEVFS_GET_CAPABILITIES, &capabilities) == 0 ? capabilities : 0;
    }

    /// <summary>Opens a node for reading and writing.</summary>
    /// <exception cref="DeviceException">Denied, gone, or another failure.</exception>
    internal static Usbfs Open(string path)
    {
        SafeFileHandle node = Libc.open(path, Libc.O_RDWR | Libc.O_CLOEXEC);
        if (!node.IsInvalid) return new Usbfs(node);
        int errno = Marshal.GetLastPInvokeError();
        node.Dispose();
        throw errno switch
        {
            Errno.EACCES or Errno.EPERM => new DeviceException(DeviceFailure.Denied,
                $"may not open {path}: run as root, or let a udev rule give this user the device"),
            Errno.ENOENT or Errno.ENODEV or Libc.ENXIO => new DeviceException(DeviceFailure.Gone, $"{path} is gone: it has been unplugged"),
            _ => new DeviceException(DeviceFailure.Error, $"cannot open {path}: {Marshal.GetPInvokeErrorMessage(errno)}"),
        };
    }

    public uint Capabilities { get; }

    public int Submit(UsbdevfsUrb* urb) => Call(Usbdevfs.USBDEVFS_SUBMITURB, urb);

    public int Reap(bool wait, out UsbdevfsUrb* urb)
    {
        UsbdevfsUrb* reaped = null;
        int result = Call(wait ? Usbdevfs.USBDEVFS_REAPURB : Usbdevfs.USBDEVFS_REAPURBNDELAY, &reaped);
        urb = reaped;
        return result;
    }

    public int Discard(UsbdevfsUrb* urb) => Call(Usbdevfs.USBDEVFS_DISCARDURB, urb);

    public byte* Map(nuint size)
    {
        byte* memory = Libc.mmap(null, size, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_SHARED, _fd, 0);
        return memory == Libc.MAP_FAILED ? null : memory;
    }

    public void Unmap(byte* memory, nuint size) => _ = Libc.munmap(memory, size);

    public int Claim(int interfaceNumber)
    {
        // Without the exception, this would also take the interface from another program.
        var claim = new UsbdevfsDisconnectClaim { Interface = (uint)interfaceNumber, Flags = Usbdevfs.USBDEVFS_DISCONNECT_CLAIM_EXCEPT_DRIVER };
        "usbfs"u8.CopyTo(claim.Driver);
        return Call(Usbdevfs.USBDEVFS_DISCONNECT_CLAIM, &claim);
    }

    public int Release(int interfaceNumber) => Call(Usbdevfs.USBDEVFS_RELEASEINTERFACE, &interfaceNumber);

    public int Connect(int interfaceNumber)
    {
        var inner = new UsbdevfsIoctl { Interface = interfaceNumber, Code = (int)Usbdevfs.USBDEVFS_CONNECT };
        return Call(Usbdevfs.USBDEVFS_IOCTL, &inner);
    }

    public int SetConfiguration(byte value)
    {
        uint argument = value;
        return Call(Usbdevfs.USBDEVFS_SETCONFIGURATION, &argument);
    }

    public int SetInterface(byte interfaceNumber, byte alternateSetting)
    {
        var argument = new UsbdevfsSetInterface { Interface = interfaceNumber, AlternateSetting = alternateSetting };
        return Call(Usbdevfs.USBDEVFS_SETINTERFACE, &argument);
    }

    public int ClearHalt(byte endpoint)
    {
        uint argument = endpoint;
        return Call(Usbdevfs.USBDEVFS_CLEAR_HALT, &argument);
    }

    public int Reset() => Call(Usbdevfs.USBDEVFS_RESET, null);

    public int Control(in SetupPacket setup, Span<byte> data)
    {
        fixed (byte* start = data)
        {
            var transfer = new UsbdevfsControlTransfer
            {
                RequestType = setup.RequestType,
                Request = setup.Request,
                Value = setup.Value,
                Index = setup.Index,
                Length = setup.Length,
                Timeout = Usbdevfs.ControlTimeout,
                Data = start,
            };
            return CallForCount(Usbdevfs.USBDEVFS_CONTROL, &transfer);
        }
    }

    public int ClaimPort(int port) => Call(Usbdevfs.USBDEVFS_CLAIM_PORT, &port);

    public int ReleasePort(int port) => Call(Usbdevfs.USBDEVFS_RELEASE_PORT, &port);

    public void Dispose() => _node.Dispose();

    /// <summary>For calls that mean nothing by a number: USBDEVFS_CONNECT answers 1 when a driver took the interface.</summary>
    int Call(uint request, void* argument) => Math.Min(0, CallForCount(request, argument));

    int CallForCount(uint request, void* argument)
    {
        while (true)
        {
            int result = Libc.ioctl(_fd, request, argument);
            if (result >= 0) return result;
            int errno = Marshal.GetLastPInvokeError();
            if (errno != Errno.EINTR) return -errno;
        }
    }
}
