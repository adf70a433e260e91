using Farhub.Protocol;

namespace Farhub.Hub.Tests.Wire;

/// <summary>One message from the hub after import, with everything that came behind its header.</summary>
sealed record Reply(UrbCommand Command, uint Seqnum, int Status)
{
    public int ActualLength { get; init; }
    public int StartFrame { get; init; }
    public int PacketCount { get; init; }
    public int ErrorCount { get; init; }
    public byte[] Data { get; init; } = [];
    public IsoPacket[] Packets { get; init; } = [];

    public bool IsSubmit => Command == UrbCommand.SubmitReply;
}
