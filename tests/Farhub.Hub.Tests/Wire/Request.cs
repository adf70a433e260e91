using Farhub.Protocol;
using Farhub.Usb;

namespace Farhub.Hub.Tests.Wire;

/// <summary>A CMD_SUBMIT to write: any value, sensible or not.</summary>
sealed record Request
{
    public uint? Seqnum { get; init; }
    public uint? DevId { get; init; }
    public uint Direction { get; init; }
    public uint Endpoint { get; init; }
    public uint Flags { get; init; }
    public int Length { get; init; }
    public int StartFrame { get; init; }
    public int PacketCount { get; init; }
    public int Interval { get; init; }
    public SetupPacket Setup { get; init; }

    /// <summary>What stands behind the header.</summary>
    public byte[] Data { get; init; } = [];

    /// <summary>What stands behind the data.</summary>
    public IsoPacket[] Packets { get; init; } = [];

    public static Request In(EndpointAddress endpoint, int length) =>
        new() { Direction = 1, Endpoint = (uint)endpoint.Number, Length = length };

    public static Request Out(EndpointAddress endpoint, byte[] data) =>
        new() { Endpoint = (uint)endpoint.Number, Length = data.Length, Data = data };

    public static Request Control(SetupPacket setup, byte[]? data = null) =>
        new() { Direction = setup is { IsIn: true, Length: > 0 } ? 1u : 0u, Length = setup.Length, Setup = setup, Data = data ?? [] };

    public static Request IsoIn(int length, params IsoPacket[] packets) =>
        new() { Direction = 1, Endpoint = 3, Length = length, PacketCount = packets.Length, Packets = packets };

    public static Request IsoOut(byte[] data, params IsoPacket[] packets) =>
        new() { Endpoint = 3, Length = data.Length, Data = data, PacketCount = packets.Length, Packets = packets };

    public byte[] ToBytes(uint seqnum, uint devId)
    {
        byte[] bytes = new byte[UrbHeader.Size + Data.Length + (Packets.Length * IsoPacket.Size)];
        new SubmitCommand(seqnum, devId, Direction, Endpoint, Flags, Length, StartFrame, PacketCount, Interval, Setup).Write(bytes);
        Data.CopyTo(bytes, UrbHeader.Size);
        for (int i = 0; i < Packets.Length; i++) Packets[i].Write(bytes.AsSpan(UrbHeader.Size + Data.Length + (i * IsoPacket.Size)));
        return bytes;
    }
}
