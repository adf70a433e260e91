using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Farhub.Transport;

/// <summary>readv and writev on the socket's descriptor; recv and send where there is but one piece, which have a shorter way through the kernel.</summary>
sealed unsafe class LinuxConnection : Connection
{
    readonly int _fd;

    internal LinuxConnection(Socket socket) : base(socket)
    {
        _fd = (int)socket.SafeHandle.DangerousGetHandle(); // Valid until Dispose, which comes after the last Receive and Send.
        // An asynchronous call in the handshake left the descriptor non-blocking, and Socket.Blocking does not undo that.
        int flags = Libc.fcntl(_fd, Libc.F_GETFL, 0);
        if (flags < 0 || Libc.fcntl(_fd, Libc.F_SETFL, flags & ~Libc.O_NONBLOCK) < 0) throw Broken(Marshal.GetLastPInvokeError());
    }

    public override bool IsClosedByPeer
    {
        get
        {
            var poll = new PollFd { Fd = _fd, Events = Libc.POLLRDHUP };
            return Libc.poll(&poll, 1, timeout: 0) > 0; // POLLERR and POLLHUP come unasked.
        }
    }

    public override bool WaitForData(TimeSpan time)
    {
        var poll = new PollFd { Fd = _fd, Events = Libc.POLLIN };
        return Libc.poll(&poll, 1, (int)Math.Ceiling(time.TotalMilliseconds)) != 0; // Interrupted counts as data: the caller asks again.
    }

    private protected override int ReceiveInto(IoVec first, IoVec second)
    {
        IoVec* pieces = stackalloc IoVec[2] { first, second };
        while (true)
        {
            nint received = second.Length == 0
                ? Libc.recv(_fd, (void*)first.Start, first.Length, 0)
                : Libc.readv(_fd, pieces, 2);
            if (received >= 0) return (int)received; // Linux never moves 2 GiB or more at once.
            int errno = Marshal.GetLastPInvokeError();
            if (errno != Libc.EINTR) throw Broken(errno);
        }
    }

    private protected override void SendAll(Span<IoVec> pieces)
    {
        while (!pieces.IsEmpty)
        {
            nint sent;
            fixed (IoVec* start = pieces)
            {
                sent = pieces.Length == 1
                    ? Libc.send(_fd, (void*)start->Start, start->Length, 0)
                    : Libc.writev(_fd, start, Math.Min(pieces.Length, Libc.MaxPieces));
            }
            if (sent < 0)
            {
                int errno = Marshal.GetLastPInvokeError();
                if (errno == Libc.EINTR) continue;
                throw Broken(errno);
            }
            while (!pieces.IsEmpty && sent >= pieces[0].Length)
            {
                sent -= pieces[0].Length;
                pieces = pieces[1..];
            }
            if (sent > 0) pieces[0] = new IoVec(pieces[0].Start + sent, pieces[0].Length - sent);
        }
    }

    /// <summary><see cref="SocketException"/> numbers errors as Windows does; given an errno it would name another error.</summary>
    static SocketException Broken(int errno) => errno switch
    {
        Libc.EPIPE => new SocketException((int)SocketError.Shutdown),
        Libc.ECONNRESET => new SocketException((int)SocketError.ConnectionReset),
        Libc.ENOTCONN => new SocketException((int)SocketError.NotConnected),
        Libc.ETIMEDOUT => new SocketException((int)SocketError.TimedOut),
        Libc.ENETDOWN => new SocketException((int)SocketError.NetworkDown),
        Libc.ENETUNREACH => new SocketException((int)SocketError.NetworkUnreachable),
        Libc.EHOSTUNREACH => new SocketException((int)SocketError.HostUnreachable),
        _ => new SocketException((int)SocketError.SocketError, Marshal.GetPInvokeErrorMessage(errno)),
    };
}
