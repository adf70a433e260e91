using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace Farhub.Devices.Linux;

/// <summary>The calls of libc that usbfs and the kernel's event socket need, with the numbers they take (x64 and arm64 agree on all of these).</summary>
[SupportedOSPlatform("linux")]
static unsafe partial class Libc
{
    // fcntl.h
    internal const int O_RDONLY = 0;
    internal const int O_RDWR = 2;
    internal const int O_CLOEXEC = 0x80000;

    // errno.h: what Errno, the list for the wire, has no use for.
    internal const int ESRCH = 3;
    internal const int ENXIO = 6;
    internal const int EHOSTUNREACH = 113;
    internal const int ENOBUFS = 105;

    // sys/mman.h
    internal const int PROT_READ = 1;
    internal const int PROT_WRITE = 2;
    internal const int MAP_SHARED = 1;
    internal static readonly byte* MAP_FAILED = (byte*)-1;

    // sys/socket.h, linux/netlink.h
    internal const int AF_NETLINK = 16;
    internal const int SOCK_DGRAM = 2;
    internal const int SOCK_CLOEXEC = 0x80000;
    internal const int NETLINK_KOBJECT_UEVENT = 15;
    internal const int SOL_SOCKET = 1;
    internal const int SO_RCVBUF = 8;
    internal const int MSG_DONTWAIT = 0x40;

    // poll.h, sys/eventfd.h
    internal const short POLLIN = 1;
    internal const short POLLPRI = 2;
    internal const short POLLERR = 8;
    internal const int EFD_CLOEXEC = 0x80000;

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial SafeFileHandle open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int ioctl(int fd, nuint request, void* argument);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial byte* mmap(void* address, nuint length, int protection, int flags, int fd, nint offset);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int munmap(byte* address, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial SafeFileHandle socket(int family, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int bind(SafeFileHandle socket, SockaddrNl* address, int length);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int setsockopt(SafeFileHandle socket, int level, int option, void* value, int length);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint recvfrom(SafeFileHandle socket, void* buffer, nuint length, int flags, SockaddrNl* address, int* addressLength);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial SafeFileHandle eventfd(uint count, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint write(SafeFileHandle fd, void* buffer, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int poll(PollFd* files, nuint count, int milliseconds);
}
