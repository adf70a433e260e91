using System.Net;
using System.Net.Sockets;
using Farhub.Protocol;

namespace Farhub.Hub.Tests.Wire;

/// <summary>A client that says what a test wants said, and believes nothing: every reply must be complete, answer something asked, and answer it
/// once. One thread may write and one may read.</summary>
sealed class WireClient : IDisposable
{
    /// <summary>Fails a test that would hang; nothing is measured with it.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly Ledger _ledger = new();
    readonly byte[] _header = new byte[UrbHeader.Size];
    uint _seqnum;
    MemoryStream? _corked;

    public WireClient(Socket socket)
    {
        Socket = socket;
        socket.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        socket.SendTimeout = (int)Patience.TotalMilliseconds;
    }

    public Socket Socket { get; }

    public uint DevId { get; set; }

    /// <summary>Requests that have no answer yet.</summary>
    public int Unanswered => _ledger.Unanswered;

    public static WireClient Connect(EndPoint endpoint)
    {
        bool isTcp = endpoint is IPEndPoint;
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, isTcp ? ProtocolType.Tcp : ProtocolType.Unspecified);
        if (isTcp) socket.NoDelay = true;
        socket.Connect(endpoint);
        return new WireClient(socket);
    }

    /// <summary>Imports and expects to succeed.</summary>
    public DeviceRecord Import(string busId)
    {
        Assert.Equal(OpStatus.Ok, TryImport(busId, out DeviceRecord? record));
        return record!;
    }

    /// <summary>Imports. A refusal must be eight bytes and the end.</summary>
    public OpStatus TryImport(string busId, out DeviceRecord? record)
    {
        byte[] field = new byte[BusId.FieldSize];
        System.Text.Encoding.UTF8.GetBytes(busId, field);
        return TryImport(field, out record);
    }

    public OpStatus TryImport(byte[] busIdField, out DeviceRecord? record)
    {
        byte[] request = new byte[OpHeader.Size + BusId.FieldSize];
        new OpHeader(OpCode.RequestImport).Write(request);
        busIdField.CopyTo(request, OpHeader.Size);
        Write(request);
        var reply = OpHeader.Read(Read(OpHeader.Size));
        Assert.Equal(OpHeader.CurrentVersion, reply.Version);
        Assert.Equal(OpCode.ReplyImport, reply.Code);
        record = null;
        if (reply.Status != OpStatus.Ok)
        {
            ReadEnd();
            return reply.Status;
        }
        byte[] bytes = Read(DeviceRecord.Size);
        Assert.Equal(busIdField, bytes[256..288]); // Stock clients compare all 32 bytes.
        record = DeviceRecord.Read(bytes, out _);
        DevId = record.DevId;
        return reply.Status;
    }

    /// <summary>Asks for the list, and reads it to the end.</summary>
    public List<DeviceRecord> List()
    {
        byte[] request = new byte[OpHeader.Size];
        new OpHeader(OpCode.RequestDeviceList).Write(request);
        Write(request);
        Assert.Equal(new OpHeader(OpCode.ReplyDeviceList), OpHeader.Read(Read(OpHeader.Size)));
        int count = DeviceList.ReadCount(Read(DeviceList.CountSize), UsbipLimits.Default);
        var devices = new List<DeviceRecord>();
        for (int i = 0; i < count; i++)
        {
            var device = DeviceRecord.Read(Read(DeviceRecord.Size), out int interfaces);
            var records = new List<InterfaceRecord>();
            for (int k = 0; k < interfaces; k++) records.Add(InterfaceRecord.Read(Read(InterfaceRecord.Size)));
            devices.Add(device with { Interfaces = records });
        }
        ReadEnd();
        return devices;
    }

    /// <summary>Sends a request; the ledger remembers it.</summary>
    /// <returns>Its seqnum.</returns>
    public uint Submit(Request request)
    {
        uint seqnum = request.Seqnum ?? ++_seqnum;
        _ledger.Submitted(seqnum, request);
        Write(request.ToBytes(seqnum, request.DevId ?? DevId));
        return seqnum;
    }

    /// <summary>Sends a request and reads its reply, which must be the next.</summary>
    public Reply Ask(Request request)
    {
        uint seqnum = Submit(request);
        Reply reply = Read();
        Assert.Equal(seqnum, reply.Seqnum);
        Assert.True(reply.IsSubmit);
        return reply;
    }

    public uint Unlink(uint target, uint? number = null)
    {
        uint seqnum = number ?? ++_seqnum;
        _ledger.Unlinked(seqnum, target);
        byte[] bytes = new byte[UrbHeader.Size];
        new UnlinkCommand(seqnum, DevId, target).Write(bytes);
        Write(bytes);
        return seqnum;
    }

    /// <summary>Collects what is written until <see cref="Uncork"/>, so that it leaves in one piece.</summary>
    public void Cork() => _corked = new MemoryStream();

    public void Uncork() => Write(TakeCorked());

    /// <summary>Takes what was collected, instead of sending it.</summary>
    public byte[] TakeCorked()
    {
        byte[] bytes = _corked!.ToArray();
        _corked = null;
        return bytes;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (_corked is not null)
        {
            _corked.Write(bytes);
            return;
        }
        while (!bytes.IsEmpty) bytes = bytes[Socket.Send(bytes)..];
    }

    /// <summary>Reads one reply and checks it against what was asked.</summary>
    public Reply Read() => TryRead() ?? throw new InvalidOperationException("The hub closed the connection.");

    /// <summary>Reads one reply; null when the hub has closed the connection between two.</summary>
    public Reply? TryRead()
    {
        if (!TryFill(_header)) return null;
        var basic = UrbHeader.Read(_header);
        Assert.Equal((0u, 0u, 0u), (basic.DevId, basic.Direction, basic.Endpoint));
        if (basic.Command == UrbCommand.UnlinkReply)
        {
            Assert.True(_header.AsSpan(24).IndexOfAnyExcept((byte)0) < 0, "RET_UNLINK is padded with zeros.");
            var unlink = UnlinkReply.Read(_header);
            _ledger.UnlinkAnswered(unlink.Seqnum, unlink.Status);
            return new Reply(basic.Command, unlink.Seqnum, unlink.Status);
        }
        Assert.Equal(UrbCommand.SubmitReply, basic.Command);
        Assert.True(_header.AsSpan(40).IndexOfAnyExcept((byte)0) < 0, "RET_SUBMIT ends with eight zeros.");
        var submit = SubmitReply.Read(_header);
        Request request = _ledger.SubmitAnswered(submit.Seqnum);
        Assert.InRange(submit.ActualLength, 0, Math.Max(0, request.Length));
        Assert.True(submit.Status <= 0, $"status {submit.Status}");
        byte[] data = Read(request.Direction == 1 ? submit.ActualLength : 0);
        IsoPacket[] packets = [];
        if (request.Packets.Length > 0 && submit.PacketCount > 0)
        {
            Assert.Equal(request.Packets.Length, submit.PacketCount);
            packets = new IsoPacket[submit.PacketCount];
            for (int i = 0; i < packets.Length; i++) packets[i] = IsoPacket.Read(Read(IsoPacket.Size));
            Assert.Equal(submit.ActualLength, packets.Sum(p => p.ActualLength)); // Linux drops the link otherwise.
            Assert.Equal(request.Packets.Select(p => (p.Offset, p.Length)), packets.Select(p => (p.Offset, p.Length)));
        }
        return new Reply(basic.Command, submit.Seqnum, submit.Status)
        {
            ActualLength = submit.ActualLength,
            StartFrame = submit.StartFrame,
            PacketCount = submit.PacketCount,
            ErrorCount = submit.ErrorCount,
            Data = data,
            Packets = packets,
        };
    }

    /// <summary>Expects the hub to close without another word.</summary>
    public void ReadEnd() => Assert.False(TryFill(new byte[1]), "The hub sent more.");

    /// <summary>True when the hub says anything; false when it closes.</summary>
    public bool TryReadByte() => TryFill(new byte[1]);

    public byte[] Read(int length)
    {
        byte[] bytes = new byte[length];
        if (length > 0) Assert.True(TryFill(bytes), $"The hub closed the connection; {length} bytes were to come.");
        return bytes;
    }

    /// <summary>Says that nothing more comes, and goes on reading.</summary>
    public void CloseSending() => Socket.Shutdown(SocketShutdown.Send);

    /// <summary>Ends the connection with a reset, as a crash of the machine's program does with data unread.</summary>
    public void Reset()
    {
        Socket.LingerState = new LingerOption(true, 0);
        Socket.Dispose();
    }

    public void Dispose() => Socket.Dispose();

    /// <returns>False when the stream ends before the first byte.</returns>
    bool TryFill(Span<byte> bytes)
    {
        int total = 0;
        while (total < bytes.Length)
        {
            int received;
            try
            {
                received = Socket.Receive(bytes[total..]);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
            {
                received = 0; // Closed with bytes of ours unread.
            }
            if (received == 0)
            {
                Assert.True(total == 0, "The hub stopped in the middle of a message.");
                return false;
            }
            total += received;
        }
        return true;
    }
}
