using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Farhub.Usb;
using Microsoft.Win32.SafeHandles;

namespace Farhub.Devices.Linux;

/// <summary>The kernel's own event socket: netlink(7), NETLINK_KOBJECT_UEVENT, group 1.</summary>
[SupportedOSPlatform("linux")]
sealed unsafe class UeventSocket : IDisposable
{
    // A hub with everything on it, unplugged, is some hundred events of about 300 bytes.
    const int ReceiveBuffer = 1024 * 1024;

    readonly byte[] _buffer = new byte[16 * 1024]; // The kernel's limit for one event is 2 KiB.

    UeventSocket(SafeFileHandle handle) => Handle = handle;

    /// <summary>To wait on.</summary>
    internal SafeFileHandle Handle { get; }

    /// <summary>Opens it.</summary>
    /// <param name="errno">Why not.</param>
    /// <returns>Null when the process may not, or the kernel has none.</returns>
    internal static UeventSocket? Open(out int errno)
    {
        SafeFileHandle handle = Libc.socket(Libc.AF_NETLINK, Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC, Libc.NETLINK_KOBJECT_UEVENT);
        if (!handle.IsInvalid)
        {
            int size = ReceiveBuffer;
            _ = Libc.setsockopt(handle, Libc.SOL_SOCKET, Libc.SO_RCVBUF, &size, sizeof(int));
            var address = new SockaddrNl { Family = Libc.AF_NETLINK, Groups = 1 };
            if (Libc.bind(handle, &address, sizeof(SockaddrNl)) == 0)
            {
                errno = 0;
                return new UeventSocket(handle);
            }
        }
        errno = Marshal.GetLastPInvokeError();
        handle.Dispose();
        return null;
    }

    /// <summary>Takes the next event, without waiting.</summary>
    /// <param name="value">The event; default for a message that is none.</param>
    /// <returns>0; −EAGAIN when there is no more; −ENOBUFS when events were lost; another negative errno.</returns>
    internal int Receive(out Uevent value)
    {
        value = default;
        var sender = new SockaddrNl();
        int senderLength = sizeof(SockaddrNl);
        nint length;
        fixed (byte* buffer = _buffer)
        {
            length = Libc.recvfrom(Handle, buffer, (nuint)_buffer.Length, Libc.MSG_DONTWAIT, &sender, &senderLength);
        }
        if (length < 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            return errno == Errno.EINTR ? 0 : -errno;
        }
        // Only the kernel is believed: a privileged process in this group could send, too.
        if (sender.Pid == 0) _ = Uevent.TryRead(_buffer.AsSpan(0, (int)length), out value);
        return 0;
    }

    public void Dispose() => Handle.Dispose();
}
