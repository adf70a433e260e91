using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Farhub.Bench.Scale;

/// <summary>Waits for many sockets on one thread. Socket.Select would look at each of a thousand at every wake.</summary>
sealed partial class Epoll : IDisposable
{
    const int EINTR = 4;
    const int EPOLL_CTL_ADD = 1;
    const uint EPOLLIN = 1;

    readonly int _descriptor;
    readonly EpollEvent[] _events = new EpollEvent[256];

    public Epoll()
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64) throw new PlatformNotSupportedException("The bench knows epoll's layout on x86-64 only.");
        _descriptor = epoll_create1(0);
        if (_descriptor < 0) throw new Win32Exception();
    }

    public void Add(Socket socket, int tag)
    {
        var wanted = new EpollEvent { Events = EPOLLIN, Data = tag };
        if (epoll_ctl(_descriptor, EPOLL_CTL_ADD, (int)socket.Handle, ref wanted) < 0) throw new Win32Exception();
    }

    /// <summary>The tags of sockets that have something.</summary>
    /// <param name="milliseconds">Longest wait.</param>
    public ReadOnlySpan<EpollEvent> Wait(int milliseconds)
    {
        int count = epoll_wait(_descriptor, _events, _events.Length, milliseconds);
        if (count < 0 && Marshal.GetLastPInvokeError() != EINTR) throw new Win32Exception();
        return _events.AsSpan(0, Math.Max(count, 0));
    }

    public void Dispose() => _ = close(_descriptor);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int epoll_ctl(int descriptor, int operation, int socket, ref EpollEvent wanted);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int epoll_wait(int descriptor, [Out] EpollEvent[] events, int most, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int close(int descriptor);
}
