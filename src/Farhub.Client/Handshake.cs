using Farhub.Protocol;

namespace Farhub.Client;

/// <summary>The two operations before import, on any stream. Reads exactly what belongs to the reply and never ahead: what follows an import
/// reply belongs to whoever takes the connection over, often a kernel.</summary>
static class Handshake
{
    /// <summary>Asks for the devices.</summary>
    internal static async Task<IReadOnlyList<DeviceRecord>> ListAsync(Stream stream, HubAddress hub, UsbipLimits limits, CancellationToken cancellationToken)
    {
        byte[] request = new byte[OpHeader.Size];
        new OpHeader(OpCode.RequestDeviceList).Write(request);
        await stream.WriteAsync(request, cancellationToken);

        OpStatus status = await ReadHeaderAsync(stream, hub, OpCode.ReplyDeviceList, cancellationToken);
        if (status != OpStatus.Ok) throw new HubException(HubFailure.Refused, $"{hub} does not list its devices: status {(uint)status}.");
        byte[] bytes = new byte[DeviceRecord.Size];
        await ReadAsync(stream, hub, bytes.AsMemory(0, DeviceList.CountSize), cancellationToken);
        int count = DeviceList.ReadCount(bytes, limits);
        byte[] interfaceBytes = new byte[byte.MaxValue * InterfaceRecord.Size];
        var devices = new List<DeviceRecord>(); // Grows with what arrives, not with what was announced.
        while (devices.Count < count)
        {
            await ReadAsync(stream, hub, bytes, cancellationToken);
            DeviceRecord device = DeviceRecord.Read(bytes, out int interfaceCount);
            if (interfaceCount > 0)
            {
                await ReadAsync(stream, hub, interfaceBytes.AsMemory(0, interfaceCount * InterfaceRecord.Size), cancellationToken);
                var interfaces = new InterfaceRecord[interfaceCount];
                for (int i = 0; i < interfaceCount; i++) interfaces[i] = InterfaceRecord.Read(interfaceBytes.AsSpan(i * InterfaceRecord.Size));
                device = device with { Interfaces = interfaces };
            }
            devices.Add(device);
        }
        return devices;
    }

    /// <summary>Asks for one device. When it returns, URBs may be sent on the stream.</summary>
    internal static async Task<DeviceRecord> ImportAsync(Stream stream, HubAddress hub, BusId busId, CancellationToken cancellationToken)
    {
        byte[] request = new byte[OpHeader.Size + BusId.FieldSize];
        new OpHeader(OpCode.RequestImport).Write(request);
        busId.Write(request.AsSpan(OpHeader.Size));
        await stream.WriteAsync(request, cancellationToken);

        OpStatus status = await ReadHeaderAsync(stream, hub, OpCode.ReplyImport, cancellationToken);
        if (status != OpStatus.Ok) throw ImportException.Of(status, hub, busId);
        byte[] bytes = new byte[DeviceRecord.Size];
        await ReadAsync(stream, hub, bytes, cancellationToken);
        DeviceRecord device = DeviceRecord.Read(bytes, out _);
        return device.BusId == busId
            ? device
            : throw new ProtocolException($"{hub} was asked for {busId} and answered with another device.");
    }

    static async Task<OpStatus> ReadHeaderAsync(Stream stream, HubAddress hub, OpCode expected, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[OpHeader.Size];
        await ReadAsync(stream, hub, bytes, cancellationToken);
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

    static async Task ReadAsync(Stream stream, HubAddress hub, Memory<byte> bytes, CancellationToken cancellationToken)
    {
        int read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        if (read < bytes.Length)
        {
            throw new HubException(HubFailure.Closed, $"{hub} closed the connection in the middle of its answer.");
        }
    }
}
