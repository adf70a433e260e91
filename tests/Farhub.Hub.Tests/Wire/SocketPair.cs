using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Farhub.Hub.Tests.Wire;

/// <summary>Two connected AF_UNIX stream sockets.</summary>
static unsafe partial class SocketPair
{
    const int AF_UNIX = 1;
    const int SOCK_STREAM = 1;

    public static (Socket One, Socket Other) Create()
    {
        int* fds = stackalloc int[2];
        if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
        return (new Socket(new SafeSocketHandle(fds[0], ownsHandle: true)), new Socket(new SafeSocketHandle(fds[1], ownsHandle: true)));
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int socketpair(int domain, int type, int protocol, int* pair);
}
