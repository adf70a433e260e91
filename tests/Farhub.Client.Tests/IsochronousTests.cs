using Farhub.Protocol;
using Farhub.Usb;

namespace Farhub.Client.Tests;

public sealed class IsochronousTests
{
    const int Timeout = 30_000;

    static IsochronousPacket[] Packets(params int[] lengths) => [.. lengths.Select(l => new IsochronousPacket(l))];

    [Fact(Timeout = Timeout)]
    public async Task In_CompactedDataIsSpread()
    {
        (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(async peer =>
        {
            ScriptedCommand command = await peer.ReadCommandAsync();
            SubmitCommand urb = command.Urb;
            Assert.Equal((1u, 4u, 14, 4, 1, 2u), (urb.Direction, urb.Endpoint, urb.Length, urb.PacketCount, urb.Interval, urb.TransferFlags));
            Assert.Equal(
                [new IsoPacket(0, 3, 0, -18), new IsoPacket(3, 4, 0, -18), new IsoPacket(7, 5, 0, -18), new IsoPacket(12, 2, 0, -18)], command.Packets);
            await peer.SendAsync(ScriptedPeer.Reply(
                new SubmitReply(urb.Seqnum, -Errno.EXDEV, 7, StartFrame: 77, PacketCount: 4, ErrorCount: 1),
                [1, 2, 3, 21, 22, 23, 31],
                [new IsoPacket(0, 3, 3, 0), new IsoPacket(3, 4, 0, -Errno.EILSEQ), new IsoPacket(7, 5, 3, 0), new IsoPacket(12, 2, 1, 0)]));
            await peer.ExpectCloseAsync();
        });
        await using (hub)
        await using (device)
        {
            byte[] buffer = new byte[16];
            IsochronousPacket[] packets = Packets(3, 4, 5, 2);
            TransferResult result = await device.ReadIsochronousAsync(TestDevice.IsoIn, buffer, packets);
            Assert.Equal(new TransferResult(TransferStatus.SomePacketsFailed, 7, 77, 1), result);
            Assert.Equal([1, 2, 3], buffer[..3]);
            Assert.Equal([21, 22, 23], buffer[7..10]);
            Assert.Equal(31, buffer[12]);
            Assert.Equal([3, 0, 3, 1], packets.Select(p => p.ActualLength));
            Assert.Equal([TransferStatus.Ok, TransferStatus.BadChecksum, TransferStatus.Ok, TransferStatus.Ok], packets.Select(p => p.Status));
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task Out_DataAndDescriptorsGo_AndPacketsComeBack()
    {
        (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(async peer =>
        {
            ScriptedCommand command = await peer.ReadCommandAsync();
            Assert.Equal([1, 2, 3], command.Payload);
            Assert.Equal([new IsoPacket(0, 1, 0, -18), new IsoPacket(1, 2, 0, -18)], command.Packets);
            await peer.SendAsync(ScriptedPeer.Reply(
                new SubmitReply(command.Urb.Seqnum, 0, 3, PacketCount: 2), [], [new IsoPacket(0, 1, 1, 0), new IsoPacket(1, 2, 2, 0)]));
            await peer.ExpectCloseAsync();
        });
        await using (hub)
        await using (device)
        {
            IsochronousPacket[] packets = Packets(1, 2);
            Assert.Equal(new TransferResult(TransferStatus.Ok, 3), await device.WriteIsochronousAsync(TestDevice.IsoOut, new byte[] { 1, 2, 3, 4 }, packets));
            Assert.Equal([1, 2], packets.Select(p => p.ActualLength));
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task MostPackets_Spread()
    {
        const int Count = 1024;
        (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(async peer =>
        {
            ScriptedCommand command = await peer.ReadCommandAsync();
            Assert.Equal(Count, command.Urb.PacketCount);
            IsoPacket[] packets = [.. command.Packets.Select((p, i) => p with { ActualLength = (uint)(i % 5), Status = 0 })];
            byte[] data = [.. Enumerable.Range(0, Count).SelectMany(i => Enumerable.Repeat((byte)((i + 1) & 0xff), i % 5))];
            await peer.SendAsync(ScriptedPeer.Reply(new SubmitReply(command.Urb.Seqnum, 0, data.Length, PacketCount: Count), data, packets));
            await peer.ExpectCloseAsync();
        });
        await using (hub)
        await using (device)
        {
            byte[] buffer = new byte[Count * 4];
            IsochronousPacket[] packets = [.. Enumerable.Repeat(new IsochronousPacket(4), Count)];
            Assert.True((await device.ReadIsochronousAsync(TestDevice.IsoIn, buffer, packets)).IsOk);
            for (int i = 0; i < Count; i++)
            {
                Assert.Equal(Enumerable.Repeat((byte)((i + 1) & 0xff), i % 5), buffer[(i * 4)..((i * 4) + (i % 5))]);
            }
        }
    }

    [Theory(Timeout = Timeout)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public Task OtherNumberOfPackets_IsAViolation(int count) =>
        AssertViolationAsync(new SubmitReply(0, 0, 2, PacketCount: count), [new IsoPacket(0, 4, 1, 0), new IsoPacket(4, 4, 1, 0)]);

    public static TheoryData<int, uint, uint, uint, uint> BadDescriptors => new()
    {
        // actual_length, then offset and actual_length of two packets of four bytes each
        { 3, 0, 1, 4, 1 },              // sum is less
        { 1, 0, 1, 4, 1 },              // sum is more
        { 5, 0, 5, 4, 0 },              // more than the packet's length
        { 2, 0, 1, 8, 1 },              // outside the buffer
        { 2, 0, 1, 0xffff_ffff, 1 },    // outside the buffer, wrapping
        { 4, 0, 0xffff_ffff, 4, 5 },    // sum wraps
        { 4, 0, 0x8000_0002, 4, 0x8000_0002 },
        { 6, 0, 3, 2, 3 },              // overlap
    };

    [Theory(Timeout = Timeout)]
    [MemberData(nameof(BadDescriptors))]
    public Task BadDescriptor_IsAViolation(int actualLength, uint offset0, uint actual0, uint offset1, uint actual1) =>
        AssertViolationAsync(
            new SubmitReply(0, 0, actualLength, PacketCount: 2), [new IsoPacket(offset0, 4, actual0, 0), new IsoPacket(offset1, 4, actual1, 0)]);

    [Fact(Timeout = Timeout)]
    public Task HubWidensAPacket_IsAViolation() =>
        AssertViolationAsync(new SubmitReply(0, 0, 6, PacketCount: 2), [new IsoPacket(0, 8, 6, 0), new IsoPacket(6, 2, 0, 0)]);

    static async Task AssertViolationAsync(SubmitReply reply, IsoPacket[] packets)
    {
        (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(async peer =>
        {
            uint seqnum = (await peer.ReadCommandAsync()).Urb.Seqnum;
            await peer.SendAsync(ScriptedPeer.Reply(reply with { Seqnum = seqnum }, new byte[Math.Clamp(reply.ActualLength, 0, 64)], packets));
            await peer.ExpectCloseAsync();
        });
        await using (hub)
        await using (device)
        {
            byte[] memory = new byte[64];
            Array.Fill(memory, (byte)0xff);
            Assert.Equal(TransferStatus.LinkLost, (await device.ReadIsochronousAsync(TestDevice.IsoIn, memory.AsMemory(16, 8), Packets(4, 4))).Status);
            Assert.Equal(LinkEndReason.ProtocolViolation, (await device.Ended).Reason);
            Assert.All(memory[..16], b => Assert.Equal(0xff, b));
            Assert.All(memory[24..], b => Assert.Equal(0xff, b));
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task Misuse_IsRefused()
    {
        (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(peer => peer.ExpectCloseAsync());
        await using (hub)
        await using (device)
        {
            byte[] buffer = new byte[8];
            await Assert.ThrowsAsync<ArgumentException>(async () => await device.ReadIsochronousAsync(TestDevice.IsoIn, buffer, Packets()));
            await Assert.ThrowsAsync<ArgumentException>(async () => await device.ReadIsochronousAsync(TestDevice.IsoIn, buffer, Packets(4, 5)));
            await Assert.ThrowsAsync<ArgumentException>(async () => await device.ReadIsochronousAsync(TestDevice.IsoIn, buffer, Packets(9, -1)));
            await Assert.ThrowsAsync<ArgumentException>(async () => await device.ReadIsochronousAsync(TestDevice.IsoIn, buffer, new IsochronousPacket[1025]));
            await Assert.ThrowsAsync<ArgumentException>(async () => await device.ReadIsochronousAsync(TestDevice.BulkIn, buffer, Packets(4)));
            await Assert.ThrowsAsync<ArgumentException>(async () => await device.ReadIsochronousAsync(TestDevice.IsoOut, buffer, Packets(4)));
        }
    }
}
