using System.Net.Sockets;
using Farhub.Protocol;
using Farhub.Transport;

namespace Farhub.Hub;

/// <summary>The request phase of a connection: one operation, then the connection is either attached or over. Blocking, like the session that may
/// follow: a socket once used asynchronously stays with the runtime's poller, which then wakes a thread of its own for every packet.</summary>
static class Handshake
{
    /// <summary>Reads one request.</summary>
    /// <returns>The request's code, and for an import the device's name. Null when the client closed without asking.</returns>
    /// <exception cref="ProtocolException">It cannot be valid.</exception>
    /// <exception cref="SocketException">The connection broke.</exception>
    internal static (OpCode Code, byte[] BusIdField)? Read(Connection connection)
    {
        Span<byte> header = stackalloc byte[OpHeader.Size];
        if (!ReadExactly(connection, header)) return null;
        var request = OpHeader.Read(header);
        if (request.Version != OpHeader.CurrentVersion)
        {
            throw new ProtocolException($"Version {request.Version:x4}; only {OpHeader.CurrentVersion:x4} is spoken here.");
        }
        if (request.Status != OpStatus.Ok) throw new ProtocolException($"A request with status {(uint)request.Status}.");
        switch (request.Code)
        {
            case OpCode.RequestDeviceList:
                return (request.Code, []);
            case OpCode.RequestImport:
                byte[] busId = new byte[BusId.FieldSize];
                if (!ReadExactly(connection, busId)) throw CutShort();
                return (request.Code, busId);
            default:
                throw new ProtocolException($"Unknown operation {(ushort)request.Code:x4}.");
        }
    }

    /// <summary>Answers a request for the list.</summary>
    internal static void Answer(Connection connection, IReadOnlyCollection<DeviceRecord> devices)
    {
        byte[] reply = new byte[DeviceList.SizeOf(devices)];
        DeviceList.Write(reply, devices);
        connection.Send(reply);
    }

    /// <summary>Gives the client the device it asked for. URBs come next.</summary>
    internal static void Accept(Connection connection, DeviceRecord device)
    {
        Span<byte> reply = stackalloc byte[OpHeader.Size + DeviceRecord.Size];
        new OpHeader(OpCode.ReplyImport).Write(reply);
        device.Write(reply[OpHeader.Size..]);
        connection.Send(reply);
    }

    /// <summary>Refuses an import. Nothing comes next.</summary>
    internal static void Refuse(Connection connection, OpStatus status)
    {
        Span<byte> reply = stackalloc byte[OpHeader.Size];
        new OpHeader(OpCode.ReplyImport, status).Write(reply);
        connection.Send(reply);
        connection.Abort();
    }

    /// <summary>Reads exactly so many bytes, never one more: what follows belongs to the session.</summary>
    /// <returns>False when the stream ended before the first.</returns>
    static bool ReadExactly(Connection connection, Span<byte> bytes)
    {
        for (int total = 0; total < bytes.Length;)
        {
            int received = connection.Receive(bytes[total..]);
            if (received == 0) return total == 0 ? false : throw CutShort();
            total += received;
        }
        return true;
    }

    static ProtocolException CutShort() => new("The stream ended inside a request.");
}
