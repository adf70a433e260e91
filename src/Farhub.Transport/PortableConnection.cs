using System.Net.Sockets;

namespace Farhub.Transport;

/// <summary>The same through <see cref="Socket"/>, for systems other than Linux: one system call a piece, so that native memory need not be copied.</summary>
sealed unsafe class PortableConnection(Socket socket) : Connection(socket)
{
    public override bool IsClosedByPeer => Socket.Poll(0, SelectMode.SelectRead) && Socket.Available == 0;

    public override bool WaitForData(TimeSpan time) => Socket.Poll(time, SelectMode.SelectRead);

    private protected override int ReceiveInto(IoVec first, IoVec second) =>
        Socket.Receive(new Span<byte>((void*)first.Start, (int)first.Length));

    private protected override int TryReceiveInto(IoVec first, IoVec second) => Socket.Poll(0, SelectMode.SelectRead) ? ReceiveInto(first, second) : -1;

    private protected override void SendAll(Span<IoVec> pieces)
    {
        foreach (IoVec piece in pieces)
        {
            var rest = new ReadOnlySpan<byte>((void*)piece.Start, (int)piece.Length);
            while (!rest.IsEmpty) rest = rest[Socket.Send(rest)..];
        }
    }
}
