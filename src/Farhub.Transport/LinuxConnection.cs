using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Farhub.Transport;

/// <summary>readv and writev on the socket's descriptor.</summary>
sealed unsafe class LinuxConnection : Connection
{
    readonly int _fd;

    internal LinuxConnection(Socket socket) : base(socket)
    {
        _fd = (int)socket.SafeHandle.DangerousGetHandle(); // Valid until Dispose, which comes after the last Receive and Send.
        // An asynchronous call in the handshake left the descriptor non-blocking, and Socket.Blocking does not undo that.
        int flags = Libc.fcntl(_fd, Libc.F_GETFL, 0);
        if (flags < 0 || Libc.fcntl(_fd, Libc.F_SETFL, flags & ~Libc.O_NONBLOCK) < 0)
        {
            throw new SocketException(Marshal.GetLastPInvokeError());
        }
    }

    public override int Receive(IoVec first, IoVec second)
    {
        IoVec* pieces = stackalloc IoVec[2] { first, second };
        while (true)
        {
            nint received = first.Length == 0 ? Libc.readv(_fd, pieces + 1, 1) : Libc.readv(_fd, pieces, second.Length == 0 ? 1 : 2);
            if (received >= 0) return (int)received;
            Throw(Marshal.GetLastPInvokeError());
        }
    }

    public override void Send(Span<IoVec> pieces)
    {
        while (!pieces.IsEmpty)
        {
            nint sent;
            fixed (IoVec* start = pieces)
            {
                sent = Libc.writev(_fd, start, Math.Min(pieces.Length, Libc.MaxPieces));
            }
            if (sent < 0)
            {
                Throw(Marshal.GetLastPInvokeError());
                continue;
            }
            while (!pieces.IsEmpty && sent >= pieces[0].Length)
            {
                sent -= pieces[0].Length;
                pieces = pieces[1..];
            }
            if (sent > 0) pieces[0] = new IoVec(pieces[0].Start + sent, pieces[0].Length - sent);
        }
    }

    static void Throw(int errno)
    {
        if (errno != Libc.EINTR) throw new SocketException(errno);
    }
}
