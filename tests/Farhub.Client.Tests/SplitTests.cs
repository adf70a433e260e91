using Farhub.Protocol;

namespace Farhub.Client.Tests;

/// <summary>A stream of replies, cut at every byte.</summary>
public sealed class SplitTests
{
    const int Timeout = 60_000;

    static readonly byte[] First = [.. Enumerable.Range(1, 20).Select(i => (byte)i)];
    static readonly byte[] Second = [0xa1, 0xa2];

    static async Task RunAsync(RemoteDevice device)
    {
        byte[] first = new byte[64];
        byte[] second = new byte[2];
        var packets = new IsochronousPacket[] { new(4), new(4) };
        byte[] third = new byte[8];
        ValueTask<int> one = device.ReadAsync(TestDevice.BulkIn, first);
        ValueTask<int> write = device.WriteAsync(TestDevice.BulkOut, Second);
        ValueTask<TransferResult> iso = device.ReadIsochronousAsync(TestDevice.IsoIn, third, packets);
        ValueTask<int> two = device.ReadAsync(TestDevice.InterruptIn, second);
        Assert.Equal(20, await one);
        Assert.Equal(First, first[..20]);
        Assert.Equal(2, await write);
        Assert.Equal(new TransferResult(TransferStatus.Ok, 5), await iso);
        Assert.Equal([0xb1, 0xc1, 0xc2, 0xc3, 0xc4], [third[0], .. third[4..]]); // What stands in the gap means nothing.
        Assert.Equal(2, await two);
        Assert.Equal(Second, second);
    }

    static async Task<byte[]> ReadAndAnswerAsync(ScriptedPeer peer)
    {
        uint first = (await peer.ReadCommandAsync()).Urb.Seqnum;
        uint write = (await peer.ReadCommandAsync()).Urb.Seqnum;
        uint iso = (await peer.ReadCommandAsync()).Urb.Seqnum;
        uint second = (await peer.ReadCommandAsync()).Urb.Seqnum;
        return
        [
            .. ScriptedPeer.Reply(new SubmitReply(first, 0, 20), First),
            .. ScriptedPeer.Reply(new SubmitReply(write, 0, 2)),
            .. ScriptedPeer.Reply(new SubmitReply(iso, 0, 5, PacketCount: 2), [0xb1, 0xc1, 0xc2, 0xc3, 0xc4], [new IsoPacket(0, 4, 1, 0), new IsoPacket(4, 4, 4, 0)]),
            .. ScriptedPeer.Reply(new SubmitReply(second, 0, 2), Second),
        ];
    }

    const int StreamLength = (4 * UrbHeader.Size) + 20 + 5 + (2 * IsoPacket.Size) + 2;

    [Fact(Timeout = Timeout)]
    public async Task CutAtEveryByte()
    {
        (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(async peer =>
        {
            for (int at = 0; at <= StreamLength; at++)
            {
                byte[] stream = await ReadAndAnswerAsync(peer);
                Assert.Equal(StreamLength, stream.Length);
                await peer.SendSplitAsync(stream, at);
            }
            await peer.ExpectCloseAsync();
        });
        await using (hub)
        await using (device)
        {
            for (int at = 0; at <= StreamLength; at++) await RunAsync(device);
        }
    }

    [Theory(Timeout = Timeout)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(47)]
    [InlineData(49)]
    public async Task InPieces(int size)
    {
        (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(async peer =>
        {
            byte[] stream = await ReadAndAnswerAsync(peer);
            peer.Dribble = size;
            await peer.SendAsync(stream);
            await peer.ExpectCloseAsync();
        });
        await using (hub)
        await using (device)
        {
            await RunAsync(device);
        }
    }
}
