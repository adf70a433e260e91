using System.Net.Sockets;
using Farhub.Protocol;
using Farhub.Usb;

namespace Farhub.Client.Tests;

/// <summary>One connection of the scripted hub: the production codec, in whatever order the script likes.</summary>
sealed class ScriptedPeer(Socket socket) : IDisposable
{
    readonly NetworkStream _stream = new(socket, ownsSocket: true);

    /// <summary>0 to send in one go, otherwise every message leaves in pieces of so many bytes.</summary>
    internal int Dribble { get; set; }

    internal async Task<OpHeader> ReadRequestAsync() => OpHeader.Read(await ReadAsync(OpHeader.Size));

    internal async Task<byte[]> ReadAsync(int length)
    {
        byte[] bytes = new byte[length];
        await _stream.ReadExactlyAsync(bytes);
        return bytes;
    }

    internal async Task SendAsync(params byte[] bytes)
    {
        int step = Dribble == 0 ? Math.Max(bytes.Length, 1) : Dribble;
        for (int done = 0; done < bytes.Length; done += step)
        {
            await _stream.WriteAsync(bytes.AsMemory(done, Math.Min(step, bytes.Length - done)));
        }
    }

    /// <summary>Sends in two pieces.</summary>
    internal async Task SendSplitAsync(byte[] bytes, int at)
    {
        await _stream.WriteAsync(bytes.AsMemory(0, at));
        await _stream.WriteAsync(bytes.AsMemory(at));
    }

    internal Task SendHeaderAsync(OpCode code, OpStatus status = OpStatus.Ok)
    {
        byte[] bytes = new byte[OpHeader.Size];
        new OpHeader(code, status).Write(bytes);
        return SendAsync(bytes);
    }

    internal static byte[] ImportReply(DeviceRecord record)
    {
        byte[] bytes = new byte[OpHeader.Size + DeviceRecord.Size];
        new OpHeader(OpCode.ReplyImport).Write(bytes);
        record.Write(bytes.AsSpan(OpHeader.Size));
        return bytes;
    }

    /// <summary>Reads an import request and gives the device out.</summary>
    internal async Task AcceptImportAsync(DeviceRecord? record = null)
    {
        Assert.Equal(OpCode.RequestImport, (await ReadRequestAsync()).Code);
        Assert.True(BusId.TryRead(await ReadAsync(BusId.FieldSize), out BusId asked));
        Assert.Equal(TestDevice.BusId, asked);
        await SendAsync(ImportReply(record ?? TestDevice.Record));
    }

    /// <summary>Answers what <see cref="RemoteDevice"/> asks at import.</summary>
    internal async Task EnumerateAsync()
    {
        await AcceptImportAsync();
        while (!await AnswerControlAsync(await ReadCommandAsync()))
        {
        }
    }

    /// <summary>Answers a standard request.</summary>
    /// <returns>True for the last one of an import.</returns>
    internal async Task<bool> AnswerControlAsync(ScriptedCommand command)
    {
        SubmitCommand urb = command.Urb;
        Assert.Equal(0u, urb.Endpoint);
        byte[] answer = (urb.Setup.Request, urb.Setup.Value >> 8) switch
        {
            (StandardRequest.GetDescriptor, DescriptorType.Device) => TestDevice.DeviceDescriptor,
            (StandardRequest.GetDescriptor, DescriptorType.Configuration) => TestDevice.ConfigurationDescriptor,
            (StandardRequest.GetConfiguration, _) => [1],
            _ => [],
        };
        await ReplyAsync(urb.Seqnum, answer.AsSpan(0, Math.Min(answer.Length, urb.Length)).ToArray());
        return urb.Setup.Request == StandardRequest.GetConfiguration;
    }

    internal async Task<ScriptedCommand> ReadCommandAsync()
    {
        byte[] header = await ReadAsync(UrbHeader.Size);
        if (UrbHeader.Read(header).Command == UrbCommand.Unlink) return new ScriptedCommand(null, UnlinkCommand.Read(header), [], []);
        SubmitCommand submit = SubmitCommand.Read(header);
        Assert.Equal(UrbCommand.Submit, UrbHeader.Read(header).Command);
        Assert.Equal(TestDevice.Record.DevId, submit.DevId);
        byte[] payload = submit.IsIn ? [] : await ReadAsync(submit.Length);
        byte[] packetBytes = await ReadAsync(submit.PacketCount * IsoPacket.Size);
        var packets = new IsoPacket[submit.PacketCount];
        for (int i = 0; i < packets.Length; i++) packets[i] = IsoPacket.Read(packetBytes.AsSpan(i * IsoPacket.Size));
        return new ScriptedCommand(submit, null, payload, packets);
    }

    internal static byte[] Reply(in SubmitReply reply, ReadOnlySpan<byte> data = default, ReadOnlySpan<IsoPacket> packets = default)
    {
        byte[] bytes = new byte[UrbHeader.Size + data.Length + (packets.Length * IsoPacket.Size)];
        reply.Write(bytes);
        data.CopyTo(bytes.AsSpan(UrbHeader.Size));
        for (int i = 0; i < packets.Length; i++) packets[i].Write(bytes.AsSpan(UrbHeader.Size + data.Length + (i * IsoPacket.Size)));
        return bytes;
    }

    internal static byte[] UnlinkReplyTo(uint seqnum, int status)
    {
        byte[] bytes = new byte[UrbHeader.Size];
        new UnlinkReply(seqnum, status).Write(bytes);
        return bytes;
    }

    /// <summary>RET_SUBMIT of an IN transfer.</summary>
    internal Task ReplyAsync(uint seqnum, byte[] data, int status = 0) => SendAsync(Reply(new SubmitReply(seqnum, status, data.Length), data));

    /// <summary>RET_SUBMIT of an OUT transfer.</summary>
    internal Task ReplyOutAsync(uint seqnum, int length, int status = 0) => SendAsync(Reply(new SubmitReply(seqnum, status, length)));

    internal Task ReplyUnlinkAsync(uint seqnum, int status) => SendAsync(UnlinkReplyTo(seqnum, status));

    /// <summary>Waits until the client has closed the connection, and for nothing else to come.</summary>
    internal async Task ExpectCloseAsync()
    {
        try
        {
            Assert.Equal(0, await _stream.ReadAsync(new byte[1]));
        }
        catch (IOException)
        {
            // Reset: closed with bytes of ours unread.
        }
    }

    public void Dispose() => _stream.Dispose();
}
