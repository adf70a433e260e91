using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Farhub.Transport.Tests;

/// <summary>Two connected sockets in this process.</summary>
sealed partial class SocketPair : IDisposable
{
    const int AF_UNIX = 1;
    const int SOCK_STREAM = 1;

    SocketPair(Socket near, Socket far)
    {
        (Near, Far) = (near, far);
        // A broken connection must fail a test, not hang it.
        near.ReceiveTimeout = far.ReceiveTimeout = far.SendTimeout = 20_000;
    }

    /// <summary>The end under test.</summary>
    internal Socket Near { get; }

    /// <summary>The peer's end.</summary>
    internal Socket Far { get; }

    internal static SocketPair Open(Wire wire) => wire == Wire.Tcp ? Tcp() : UnixPair();

    public void Dispose()
    {
        Near.Dispose();
        Far.Dispose();
    }

    static SocketPair Tcp()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        far.Connect(listener.LocalEndPoint!);
        return new SocketPair(listener.Accept(), far);
    }

    static unsafe SocketPair UnixPair()
    {
        int* fds = stackalloc int[2];
        if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds) < 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
        return new SocketPair(new Socket(new SafeSocketHandle(fds[0], ownsHandle: true)), new Socket(new SafeSocketHandle(fds[1], ownsHandle: true)));
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int socketpair(int domain, int type, int protocol, int* fds);
}
