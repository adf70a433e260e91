using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace Farhub.Transport;

/// <summary>The few calls of libc that the data path needs and <see cref="System.Net.Sockets.Socket"/> does not offer for native memory.</summary>
static unsafe partial class Libc
{
    internal const int EINTR = 4;
    internal const int EPIPE = 32;
    internal const int ENETDOWN = 100;
    internal const int ENETUNREACH = 101;
    internal const int ECONNRESET = 104;
    internal const int ENOTCONN = 107;
    internal const int ETIMEDOUT = 110;
    internal const int EHOSTUNREACH = 113;
    internal const int F_GETFL = 3;
    internal const int F_SETFL = 4;
    internal const int O_NONBLOCK = 0x800;

    internal const int AT_FDCWD = -100;
    internal const uint STATX_TYPE = 1;
    internal const int S_IFMT = 0xf000;
    internal const int S_IFSOCK = 0xc000;

    internal const short POLLIN = 1;
    internal const short POLLRDHUP = 0x2000;

    /// <summary>IOV_MAX of Linux: most pieces in one readv or writev.</summary>
    internal const int MaxPieces = 1024;

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint recv(int fd, void* bytes, nint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint send(int fd, void* bytes, nint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint readv(int fd, IoVec* pieces, int count);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint writev(int fd, IoVec* pieces, int count);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int fcntl(int fd, int command, nint argument);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int statx(int folder, string path, int flags, uint mask, Statx* file);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int poll(PollFd* fds, nuint count, int timeout);
}
