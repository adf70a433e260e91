using System.Net.Sockets;

namespace Farhub.Transport;

/// <summary>The file that stands for a Unix socket.</summary>
public static class UnixSocketFile
{
    /// <summary>Removes the one that a program left behind which was killed: a socket at which nobody answers any more. A file of another kind is
    /// somebody's; it stays, and so listening there fails.</summary>
    public static void RemoveStale(UnixDomainSocketEndPoint endpoint)
    {
        string path = $"{endpoint}";
        if (!IsSocket(path)) return;
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(endpoint);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
        }
    }

    // Asked before connecting: to connect to an ordinary file is refused in just the same way.
    static unsafe bool IsSocket(string path)
    {
        if (!OperatingSystem.IsLinux()) return false;
        Statx file;
        return Libc.statx(Libc.AT_FDCWD, path, 0, Libc.STATX_TYPE, &file) == 0 && (file.Mode & Libc.S_IFMT) == Libc.S_IFSOCK;
    }
}
