using System.Net.Sockets;
using Farhub.Protocol;

namespace Farhub.Hub;

/// <summary>The request phase of a connection: one operation, then the connection is either attached or over.</summary>
static class Handshake
{
    /// <summary>Reads one request.</summary>
    /// <returns>The request's code, and for an import the device's name. Null when the client closed without asking.</returns>
    /// <exception cref="ProtocolException">It cannot be valid.</exception>
    /// <exception cref="SocketException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    internal static async Task<(OpCode Code, byte[] BusIdField)?> ReadAsync(Socket socket, CancellationToken cancellation)
    {
        byte[] header = new byte[OpHeader.Size];
        if (!await ReadExactlyAsync(socket, header, cancellation)) return null;
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
                if (!await ReadExactlyAsync(socket, busId, cancellation)) throw new ProtocolException("The stream ended inside a request.");
                return (request.Code, busId);
            default:
                throw new ProtocolException($"Unknown operation {(ushort)request.Code:x4}.");
        }
    }

    /// <summary>Sends all bytes.</summary>
    internal static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        while (!bytes.IsEmpty) bytes = bytes[await socket.SendAsync(bytes, cancellation)..];
    }

    /// <summary>Reads exactly so many bytes, never one more: what follows belongs to the session.</summary>
    /// <returns>False when the stream ended before the first.</returns>
    static async Task<bool> ReadExactlyAsync(Socket socket, Memory<byte> bytes, CancellationToken cancellation)
    {
        int total = 0;
        while (total < bytes.Length)
        {
            int received = await socket.ReceiveAsync(bytes[total..], cancellation);
            if (received == 0)
            {
                if (total == 0) return false;
                throw new ProtocolException("The stream ended inside a request.");
            }
            total += received;
        }
        return true;
    }
}
