using System.Net;
using System.Net.Sockets;
using Farhub.Protocol;

namespace Farhub.Client.Tests;

/// <summary>A hub on one thread that answers at once and allocates nothing: IN transfers get as many bytes as they ask for, OUT transfers
/// are taken whole.</summary>
sealed class EchoHub : IDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly Thread _thread;
    readonly byte[] _buffer = new byte[1 << 20];
    readonly byte[] _reply = new byte[1 << 20];

    internal EchoHub()
    {
        _listener.Start();
        Address = HubAddress.Parse(_listener.LocalEndpoint.ToString()!);
        _thread = new Thread(Run);
        _thread.Start();
    }

    internal HubAddress Address { get; }

    void Run()
    {
        using Socket socket = _listener.AcceptSocket();
        socket.NoDelay = true;
        if (!Receive(socket, OpHeader.Size + BusId.FieldSize)) return;
        socket.Send(ScriptedPeer.ImportReply(TestDevice.Record));
        while (Receive(socket, UrbHeader.Size))
        {
            SubmitCommand urb = SubmitCommand.Read(_buffer);
            if (!urb.IsIn && !Receive(socket, urb.Length)) return;
            ReadOnlySpan<byte> answer = urb.Endpoint != 0 ? _reply.AsSpan(UrbHeader.Size)
                : urb.Setup.Request == 8 ? [1]
                : urb.Setup.Value >> 8 == 1 ? TestDevice.DeviceDescriptor : TestDevice.ConfigurationDescriptor;
            int length = Math.Min(urb.Length, answer.Length);
            new SubmitReply(urb.Seqnum, 0, length).Write(_reply);
            ReadOnlySpan<byte> rest = _reply.AsSpan(0, UrbHeader.Size + (urb.IsIn ? length : 0));
            if (urb.Endpoint == 0 && urb.IsIn) answer[..length].CopyTo(_reply.AsSpan(UrbHeader.Size));
            while (!rest.IsEmpty) rest = rest[socket.Send(rest)..];
        }
    }

    bool Receive(Socket socket, int length)
    {
        Span<byte> rest = _buffer.AsSpan(0, length);
        while (!rest.IsEmpty)
        {
            int received;
            try
            {
                received = socket.Receive(rest);
            }
            catch (SocketException)
            {
                return false;
            }
            if (received == 0) return false;
            rest = rest[received..];
        }
        return true;
    }

    public void Dispose()
    {
        _thread.Join();
        _listener.Dispose();
    }
}
