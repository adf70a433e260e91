using System.Net;
using System.Net.Sockets;
using Farhub.Protocol;

namespace Farhub.Soak;

/// <summary>A client that asks for much and leaves in every bad way there is. What it does read must still be right: each reply to something asked, once.</summary>
sealed class RudeClient(int port, string busId, Random random, Findings findings)
{
    const int Echo = 4;
    const int Source = 1;

    readonly Dictionary<uint, uint> _asked = []; // seqnum → bytes
    uint _seqnum;
    int _promptReplies; // Those that come without any doing of ours.
    uint _devId;

    public void Run()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 60_000, SendTimeout = 60_000 };
        socket.Connect(IPAddress.Loopback, port);
        Import(socket);
        int messages = random.Next(200);
        using var commands = new MemoryStream();
        for (int i = 0; i < messages; i++) Command(commands);
        byte[] bytes = commands.ToArray();
        switch (random.Next(4))
        {
            case 0: // Reset, with replies unread and URBs pending.
                Send(socket, bytes);
                socket.LingerState = new LingerOption(true, 0);
                break;
            case 1: // Cut inside a command.
                Send(socket, bytes.AsSpan(0, random.Next(bytes.Length + 1)));
                break;
            case 2: // Close while the hub sends.
                Send(socket, bytes);
                ReadReplies(socket, random.Next(_promptReplies + 1));
                break;
            default: // Say goodbye, and hear everything out.
                Send(socket, bytes);
                socket.Shutdown(SocketShutdown.Send);
                ReadReplies(socket, int.MaxValue);
                break;
        }
    }

    /// <summary>Most of what it has to say; a hub that is busy sending does not listen, and neither do we.</summary>
    static void Send(Socket socket, ReadOnlySpan<byte> bytes) => socket.Send(bytes);

    void Import(Socket socket)
    {
        byte[] request = new byte[OpHeader.Size + BusId.FieldSize];
        new OpHeader(OpCode.RequestImport).Write(request);
        BusId.Parse(busId).Write(request.AsSpan(OpHeader.Size));
        socket.Send(request);
        byte[] reply = new byte[OpHeader.Size + DeviceRecord.Size];
        if (!TryRead(socket, reply.AsSpan(0, OpHeader.Size))) throw new InvalidDataException("the import was not answered");
        if (OpHeader.Read(reply).Status is not OpStatus.Ok and var status) throw new InvalidDataException($"the import was refused: {status}");
        if (!TryRead(socket, reply.AsSpan(OpHeader.Size))) throw new InvalidDataException("the stream ended inside the answer to an import");
        var device = DeviceRecord.Read(reply.AsSpan(OpHeader.Size), out _);
        _devId = (device.BusNumber << 16) | device.DeviceNumber;
    }

    void Command(MemoryStream commands)
    {
        Span<byte> header = stackalloc byte[UrbHeader.Size];
        _seqnum++;
        if (random.Next(4) == 0)
        {
            uint old = (uint)random.Next((int)_seqnum);
            new UnlinkCommand(_seqnum, _devId, old).Write(header);
            commands.Write(header);
            _asked[_seqnum] = 0;
            _promptReplies++;
            return;
        }
        // The source answers at once; the echo, to which nobody writes, never.
        int endpoint = random.Next(2) == 0 ? Source : Echo;
        if (endpoint == Source) _promptReplies++;
        int length = random.Next(20_000);
        new SubmitCommand(_seqnum, _devId, Direction: 1, (uint)endpoint, TransferFlags: 0, length, 0, 0, 0, default).Write(header);
        commands.Write(header);
        _asked[_seqnum] = (uint)length;
    }

    void ReadReplies(Socket socket, int most)
    {
        byte[] header = new byte[UrbHeader.Size];
        byte[] payload = new byte[20_000];
        for (int i = 0; i < most && TryRead(socket, header); i++)
        {
            UrbHeader reply = UrbHeader.Read(header);
            if (!_asked.Remove(reply.Seqnum, out uint length)) throw new InvalidDataException($"an answer to {reply.Seqnum}, which was not asked, or twice");
            if (reply.Command != UrbCommand.SubmitReply) continue;
            int actual = SubmitReply.Read(header).ActualLength;
            if (actual > length) throw new InvalidDataException($"{actual} bytes where {length} were asked for");
            if (actual > 0 && !TryRead(socket, payload.AsSpan(0, actual))) throw new InvalidDataException("the stream ended inside a payload");
            findings.Transferred();
        }
    }

    static bool TryRead(Socket socket, Span<byte> bytes)
    {
        bool any = false;
        while (!bytes.IsEmpty)
        {
            int received = socket.Receive(bytes);
            if (received == 0) return any ? throw new InvalidDataException("the stream ended inside a message") : false;
            any = true;
            bytes = bytes[received..];
        }
        return true;
    }
}
