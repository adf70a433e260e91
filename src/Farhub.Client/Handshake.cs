using System.Net.Sockets;
using Farhub.Protocol;

namespace Farhub.Client;

/// <summary>The two operations before import, on a blocking socket. Reads exactly what belongs to the reply and never ahead: what follows an import
/// reply belongs to whoever takes the connection over, often a kernel.</summary>
static class Handshake
{
    /// <summary>Asks for the devices.</summary>
    internal static IReadOnlyList<DeviceRecord> List(Socket socket, HubAddress hub, UsbipLimits limits)
    {
        byte[] request = new byte[OpHeader.Size];
        new OpHeader(OpCode.RequestDeviceList).Write(request);
        Send(socket, request);

        OpStatus status = ReadHeader(socket, hub, OpCode.ReplyDeviceList);
        if (status != OpStatus.Ok) throw new HubException(HubFailure.Refused, $"{hub} does not list its devices: status {(uint)status}.");
        byte[] bytes = new byte[DeviceRecord.Size];
        Read(socket, hub, bytes.AsSpan(0, DeviceList.CountSize));
        int count = DeviceList.ReadCount(bytes, limits);
        byte[] interfaceBytes = new byte[byte.MaxValue * InterfaceRecord.Size];
        var devices = new List<DeviceRecord>(); // Grows with what arrives, not with what was announced.
        while (devices.Count < count)
        {
            Read(socket, hub, bytes);
            DeviceRecord device = DeviceRecord.Read(bytes, out int interfaceCount);
            if (interfaceCount > 0)
            {
                Read(socket, hub, interfaceBytes.AsSpan(0, interfaceCount * InterfaceRecord.Size));
                var interfaces = new InterfaceRecord[interfaceCount];
                for (int i = 0; i < interfaceCount; i++) interfaces[i] = InterfaceRecord.Read(interfaceBytes.AsSpan(i * InterfaceRecord.Size));
                device = device with { Interfaces = interfaces };
            }
            devices.Add(device);
        }
        return devices;
    }

    /// <summary>Asks for one device. When it returns, URBs may be sent on the stream.</summary>
    internal static DeviceRecord Import(Socket socket, HubAddress hub, BusId busId)
    {
        byte[] request = new byte[OpHeader.Size + BusId.FieldSize];
        new OpHeader(OpCode.RequestImport).Write(request);
        busId.Write(request.AsSpan(OpHeader.Size));
        Send(socket, request);

        OpStatus status = ReadHeader(socket, hub, OpCode.ReplyImport);
        if (status != OpStatus.Ok) throw ImportException.Of(status, hub, busId);
        byte[] bytes = new byte[DeviceRecord.Size];
        Read(socket, hub, bytes);
        DeviceRecord device = DeviceRecord.Read(bytes, out _);
        return device.BusId == busId
            ? device
            : throw new ProtocolException($"{hub} was asked for {busId} and answered with another device.");
    }

    static OpStatus ReadHeader(Socket socket, HubAddress hub, OpCode expected)
    {
        byte[] bytes = new byte[OpHeader.Size];
        Read(socket, hub, bytes);
        var header = OpHeader.Read(bytes);
        if (header.Version != OpHeader.CurrentVersion)
        {
            throw new ProtocolException($"{hub} is no USB/IP server, or not one of version 0x{OpHeader.CurrentVersion:x4}: it answered with version 0x{header.Version:x4}.");
        }
        if (header.Code != expected)
        {
            throw new ProtocolException($"{hub} answered with operation 0x{(ushort)header.Code:x4} instead of 0x{(ushort)expected:x4}.");
        }
        return header.Status;
    }

    static void Read(Socket socket, HubAddress hub, Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int received = socket.Receive(bytes);
            if (received == 0) throw new HubException(HubFailure.Closed, $"{hub} closed the connection in the middle of its answer.");
            bytes = bytes[received..];
        }
    }

    static void Send(Socket socket, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[socket.Send(bytes)..];
    }
}
