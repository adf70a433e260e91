using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Farhub.Protocol;

namespace Farhub.Bench.Scale;

/// <summary>A client of one loopback device, as small as can be: one URB waits on the echo's IN (0x84); what is written to its OUT (0x04) comes
/// back through it. A report is what a keyboard's would be: eight bytes.</summary>
sealed class WireSession : IDisposable
{
    const int ReportSize = 8;
    const uint EchoEndpoint = 4;
    const uint InSeqnumBit = 1;

    readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    readonly byte[] _received = new byte[4 * (UrbHeader.Size + ReportSize)];
    readonly byte[] _out = new byte[UrbHeader.Size + ReportSize];
    readonly byte[] _in = new byte[UrbHeader.Size];
    readonly uint _devId;
    int _have;
    uint _inSeqnum;
    uint _outSeqnum;
    bool _outAnswered = true;
    long _sentAt;
    long _reports;

    /// <summary>Imports the device, blocking.</summary>
    /// <exception cref="InvalidOperationException">The hub says no.</exception>
    public WireSession(int port, BusId busId)
    {
        _socket.Connect(IPAddress.Loopback, port);
        byte[] bytes = new byte[OpHeader.Size + DeviceRecord.Size];
        new OpHeader(OpCode.RequestImport).Write(bytes);
        busId.Write(bytes.AsSpan(OpHeader.Size));
        _socket.Send(bytes.AsSpan(0, OpHeader.Size + BusId.FieldSize));
        Read(bytes.AsSpan(0, OpHeader.Size));
        OpStatus status = OpHeader.Read(bytes).Status;
        if (status != OpStatus.Ok) throw new InvalidOperationException($"The hub refuses {busId}: {status}.");
        Read(bytes.AsSpan(0, DeviceRecord.Size));
        _devId = DeviceRecord.Read(bytes, out _).DevId;
    }

    /// <summary>To wait on.</summary>
    public Socket Socket => _socket;

    /// <summary>True while a report that was sent has not come back whole.</summary>
    public bool IsBusy => _sentAt != 0 || !_outAnswered;

    /// <summary>Puts the one URB on the echo's IN that everything waits for.</summary>
    public void SubmitIn()
    {
        _inSeqnum = ((uint)(_reports + 1) << 1) | InSeqnumBit;
        Submit(_inSeqnum, direction: 1).Write(_in);
        _socket.Send(_in);
    }

    /// <summary>Writes a report.</summary>
    public void SendReport()
    {
        _outSeqnum = (uint)(_reports + 1) << 1;
        Submit(_outSeqnum, direction: 0).Write(_out);
        BinaryPrimitives.WriteInt64LittleEndian(_out.AsSpan(UrbHeader.Size), _reports);
        _outAnswered = false;
        _sentAt = Stopwatch.GetTimestamp();
        _socket.Send(_out);
    }

    /// <summary>Takes what has come; one receive, that does not block when something has.</summary>
    /// <returns>The time of the report that has come back with it, in stopwatch ticks; 0 when none has.</returns>
    /// <exception cref="InvalidOperationException">It is not what should come.</exception>
    public long Receive()
    {
        int received = _socket.Receive(_received.AsSpan(_have));
        if (received == 0) throw new InvalidOperationException("The hub hung up.");
        _have += received;
        long took = 0;
        int at = 0;
        while (_have - at >= UrbHeader.Size)
        {
            ReadOnlySpan<byte> message = _received.AsSpan(at, _have - at);
            var reply = SubmitReply.Read(message);
            bool isIn = (reply.Seqnum & InSeqnumBit) != 0;
            int length = UrbHeader.Size + (isIn ? ReportSize : 0);
            if (message.Length < length) break;
            Check(UrbHeader.Read(message).Command == UrbCommand.SubmitReply && reply is { Status: 0, ActualLength: ReportSize }, "a reply that is not a full report's");
            if (isIn)
            {
                Check(reply.Seqnum == _inSeqnum && _sentAt != 0, "a report that nobody sent");
                Check(BinaryPrimitives.ReadInt64LittleEndian(message[UrbHeader.Size..]) == _reports, "a report with other bytes");
                took = Stopwatch.GetTimestamp() - _sentAt;
                _sentAt = 0;
                _reports++;
            }
            else
            {
                Check(reply.Seqnum == _outSeqnum && !_outAnswered, "an answer to nothing");
                _outAnswered = true;
            }
            at += length;
        }
        _have -= at;
        _received.AsSpan(at, _have).CopyTo(_received);
        if (took != 0) SubmitIn();
        return took;
    }

    public void Dispose() => _socket.Dispose();

    SubmitCommand Submit(uint seqnum, uint direction) =>
        new(seqnum, _devId, direction, EchoEndpoint, TransferFlags: 0, ReportSize, StartFrame: 0, PacketCount: 0, Interval: 0, Setup: default);

    void Read(Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int received = _socket.Receive(bytes);
            Check(received > 0, "the end of the stream");
            bytes = bytes[received..];
        }
    }

    static void Check(bool isAsItShould, string otherwise)
    {
        if (!isAsItShould) throw new InvalidOperationException($"The hub sent {otherwise}.");
    }
}
