using Farhub.Protocol;
using Farhub.Usb;

namespace Farhub.Client.Tests;

public sealed class RemoteDeviceTests
{
    const int Timeout = 30_000;

    static readonly byte[] Data = [0x11, 0x22, 0x33, 0x44, 0x55];

    [Fact(Timeout = Timeout)]
    public async Task Import_ReadsDescriptorsAndSettings()
    {
        (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(peer => peer.ExpectCloseAsync());
        await using (hub)
        await using (device)
        {
            Assert.Equal(new VidPid(0x1209, 1), device.Descriptor.Id);
            ConfigurationDescriptor configuration = Assert.Single(device.Configurations);
            Assert.Same(configuration, device.ActiveConfiguration);
            Assert.Equal([0, 1], device.Interfaces.Select(i => (int)i.Number));
            Assert.Equal([0x84, 0x05], device.Interfaces[1].Endpoints.Select(e => (int)e.Address.Value));
            Assert.Equal(TestDevice.Record, device.Record);
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task Read_AsksAndReturnsWhatCame()
    {
        (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(async peer =>
        {
            SubmitCommand urb = (await peer.ReadCommandAsync()).Urb;
            Assert.Equal((1u, 1u, 64, 0, 0), (urb.Direction, urb.Endpoint, urb.Length, urb.PacketCount, urb.Interval));
            await peer.ReplyAsync(urb.Seqnum, Data);
            urb = (await peer.ReadCommandAsync()).Urb;
            Assert.Equal((1u, 3u, 8), (urb.Direction, urb.Endpoint, urb.Interval)); // bInterval 4 at high speed: 2^3 microframes
            await peer.ReplyAsync(urb.Seqnum, Data);
            await peer.ExpectCloseAsync();
        });
        await using (hub)
        await using (device)
        {
            byte[] buffer = new byte[64];
            Assert.Equal(5, await device.ReadAsync(TestDevice.BulkIn, buffer));
            Assert.Equal(Data, buffer[..5]);
            Assert.All(buffer[5..], b => Assert.Equal(0, b));
            byte[] other = new byte[8];
            Assert.Equal(5, await Task.Run(() => device.Read(TestDevice.InterruptIn, other)));
            Assert.Equal(Data, other[..5]);
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task Write_SendsHeaderAndPayload()
    {
        (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(async peer =>
        {
            ScriptedCommand command = await peer.ReadCommandAsync();
            Assert.Equal((0u, 2u, 0x40u), (command.Urb.Direction, command.Urb.Endpoint, command.Urb.TransferFlags));
            Assert.Equal(Data, command.Payload);
            await peer.ReplyOutAsync(command.Urb.Seqnum, Data.Length);
            command = await peer.ReadCommandAsync();
            Assert.Empty(command.Payload);
            await peer.ReplyOutAsync(command.Urb.Seqnum, 0);
            await peer.ExpectCloseAsync();
        });
        await using (hub)
        await using (device)
        {
            Assert.Equal(new TransferResult(TransferStatus.Ok, 5), await device.TryWriteAsync(TestDevice.BulkOut, Data, UrbFlags.ZeroPacket));
            Assert.Equal(0, await device.WriteAsync(TestDevice.BulkOut, ReadOnlyMemory<byte>.Empty));
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task Control_OutAndInAndWithoutData()
    {
        (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(async peer =>
        {
            ScriptedCommand command = await peer.ReadCommandAsync();
            Assert.Equal(new SetupPacket(0x40, 1, 2, 3, 5), command.Urb.Setup);
            Assert.Equal(Data, command.Payload);
            await peer.ReplyOutAsync(command.Urb.Seqnum, 5);
            command = await peer.ReadCommandAsync();
            Assert.Equal((1u, 9), (command.Urb.Direction, command.Urb.Length));
            await peer.ReplyAsync(command.Urb.Seqnum, Data);
            command = await peer.ReadCommandAsync();
            Assert.Equal((0u, 0), (command.Urb.Direction, command.Urb.Length)); // As Linux: no data stage is OUT.
            await peer.ReplyOutAsync(command.Urb.Seqnum, 0);
            await peer.ExpectCloseAsync();
        });
        await using (hub)
        await using (device)
        {
            Assert.Equal(5, await device.ControlOutAsync(new SetupPacket(0x40, 1, 2, 3, 5), Data));
            byte[] buffer = new byte[9];
            Assert.Equal(5, await device.ControlInAsync(new SetupPacket(0xc0, 1, 2, 3, 9), buffer));
            Assert.Equal(Data, buffer[..5]);
            Assert.Equal(0, await device.ControlInAsync(new SetupPacket(0xc0, 1, 2, 3, 0), default));
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task Stall_IsAnExceptionAndAResult_AndDataWithFailureCounts()
    {
        (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(async peer =>
        {
            await peer.ReplyAsync((await peer.ReadCommandAsync()).Urb.Seqnum, [], -Errno.EPIPE);
            await peer.ReplyAsync((await peer.ReadCommandAsync()).Urb.Seqnum, Data, -Errno.EOVERFLOW);
            await peer.ReplyAsync((await peer.ReadCommandAsync()).Urb.Seqnum, [], 1);
            SubmitCommand clear = (await peer.ReadCommandAsync()).Urb;
            Assert.Equal(new SetupPacket(0x02, StandardRequest.ClearFeature, 0, 0x81, 0), clear.Setup);
            await peer.ReplyOutAsync(clear.Seqnum, 0);
            await peer.ExpectCloseAsync();
        });
        await using (hub)
        await using (device)
        {
            byte[] buffer = new byte[5];
            TransferException e = await Assert.ThrowsAsync<TransferException>(async () => await device.ReadAsync(TestDevice.BulkIn, buffer));
            Assert.Equal(TransferStatus.Stall, e.Status);
            Assert.Equal(new TransferResult(TransferStatus.Babble, 5), await device.TryReadAsync(TestDevice.BulkIn, buffer));
            Assert.Equal(Data, buffer);
            Assert.Equal(new TransferResult(TransferStatus.ProtocolError, 0), await device.TryReadAsync(TestDevice.BulkIn, buffer));
            await device.ClearHaltAsync(TestDevice.BulkIn);
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task ManyInFlight_AnsweredInReverse_EachGetsItsOwn()
    {
        const int Count = 200;
        (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(async peer =>
        {
            for (int round = 0; round < 3; round++)
            {
                var urbs = new List<SubmitCommand>();
                while (urbs.Count < Count) urbs.Add((await peer.ReadCommandAsync()).Urb);
                Assert.Equal(Count, urbs.DistinctBy(u => u.Seqnum).Count());
                for (int i = Count - 1; i >= 0; i--) await peer.ReplyAsync(urbs[i].Seqnum, BitConverter.GetBytes(i));
            }
            await peer.ExpectCloseAsync();
        });
        await using (hub)
        await using (device)
        {
            for (int round = 0; round < 3; round++)
            {
                byte[][] buffers = [.. Enumerable.Range(0, Count).Select(_ => new byte[4])];
                Task<int>[] reads = [.. buffers.Select(b => device.ReadAsync(TestDevice.BulkIn, b).AsTask())];
                Assert.All(await Task.WhenAll(reads), length => Assert.Equal(4, length));
                Assert.Equal(Enumerable.Range(0, Count), buffers.Select(b => BitConverter.ToInt32(b)));
            }
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task LimitOfTransfersInFlight_RefusesAndThenTakesAgain()
    {
        (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(
            async peer =>
            {
                ScriptedCommand first = await peer.ReadCommandAsync();
                ScriptedCommand second = await peer.ReadCommandAsync();
                await peer.ReplyAsync(second.Urb.Seqnum, Data);
                ScriptedCommand third = await peer.ReadCommandAsync();
                await peer.ReplyAsync(first.Urb.Seqnum, Data);
                await peer.ReplyAsync(third.Urb.Seqnum, Data);
                await peer.ExpectCloseAsync();
            },
            new ImportOptions { MaxTransfersInFlight = 2 });
        await using (hub)
        await using (device)
        {
            ValueTask<int> first = device.ReadAsync(TestDevice.BulkIn, new byte[8]);
            ValueTask<int> second = device.ReadAsync(TestDevice.BulkIn, new byte[8]);
            Assert.Equal(TransferStatus.TooManyInFlight, (await device.TryReadAsync(TestDevice.BulkIn, new byte[8])).Status);
            Assert.Equal(5, await second);
            Assert.Equal(5, await device.ReadAsync(TestDevice.BulkIn, new byte[8]));
            Assert.Equal(5, await first);
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task LargeTransfers_BothWays_ArriveWhole()
    {
        byte[] large = new byte[1_000_003];
        new Random(1).NextBytes(large);
        (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(async peer =>
        {
            for (int i = 0; i < 3; i++)
            {
                ScriptedCommand command = await peer.ReadCommandAsync();
                Assert.True(large.AsSpan().SequenceEqual(command.Payload));
                await peer.ReplyOutAsync(command.Urb.Seqnum, large.Length);
                SubmitCommand read = (await peer.ReadCommandAsync()).Urb;
                SubmitCommand small = (await peer.ReadCommandAsync()).Urb;
                await peer.SendAsync([
                    .. ScriptedPeer.Reply(new SubmitReply(read.Seqnum, 0, large.Length), large),
                    .. ScriptedPeer.Reply(new SubmitReply(small.Seqnum, 0, Data.Length), Data)]);
            }
            await peer.ExpectCloseAsync();
        });
        await using (hub)
        await using (device)
        {
            for (int i = 0; i < 3; i++)
            {
                Assert.Equal(large.Length, await device.WriteAsync(TestDevice.BulkOut, large));
                byte[] buffer = new byte[large.Length];
                byte[] other = new byte[5];
                ValueTask<int> read = device.ReadAsync(TestDevice.BulkIn, buffer);
                ValueTask<int> small = device.ReadAsync(TestDevice.InterruptIn, other);
                Assert.Equal(large.Length, await read);
                Assert.True(large.AsSpan().SequenceEqual(buffer));
                Assert.Equal(5, await small);
                Assert.Equal(Data, other);
            }
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task SetInterface_ChangesWhichEndpointsThereAre()
    {
        (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(async peer =>
        {
            ScriptedCommand command = await peer.ReadCommandAsync();
            Assert.Equal(new SetupPacket(0x01, StandardRequest.SetInterface, 1, 1, 0), command.Urb.Setup);
            await peer.ReplyOutAsync(command.Urb.Seqnum, 0);
            await peer.ReplyAsync((await peer.ReadCommandAsync()).Urb.Seqnum, Data);
            await peer.ExpectCloseAsync();
        });
        await using (hub)
        await using (device)
        {
            byte[] buffer = new byte[5];
            await Assert.ThrowsAsync<ArgumentException>(async () => await device.ReadAsync(TestDevice.AlternateIn, buffer));
            await Assert.ThrowsAsync<ArgumentException>(() => device.SetInterfaceAsync(1, 2));
            await device.SetInterfaceAsync(1, 1);
            Assert.Equal(5, await device.ReadAsync(TestDevice.AlternateIn, buffer));
            await Assert.ThrowsAsync<ArgumentException>(async () => await device.ReadIsochronousAsync(TestDevice.IsoIn, buffer, new IsochronousPacket[] { new(5) }));
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task Misuse_IsRefusedBeforeAnythingIsSent()
    {
        (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(peer => peer.ExpectCloseAsync());
        await using (hub)
        await using (device)
        {
            byte[] buffer = new byte[5];
            await Assert.ThrowsAsync<ArgumentException>(async () => await device.ReadAsync(TestDevice.BulkOut, buffer));
            await Assert.ThrowsAsync<ArgumentException>(async () => await device.WriteAsync(TestDevice.BulkIn, buffer));
            await Assert.ThrowsAsync<ArgumentException>(async () => await device.ReadAsync(new EndpointAddress(0x8f), buffer));
            await Assert.ThrowsAsync<ArgumentException>(async () => await device.ReadAsync(TestDevice.IsoIn, buffer));
            await Assert.ThrowsAsync<ArgumentException>(async () => await device.ReadAsync(TestDevice.BulkIn, new byte[(16 << 20) + 1]));
            await Assert.ThrowsAsync<ArgumentException>(async () => await device.ControlInAsync(new SetupPacket(0x80, 6, 0, 0, 6), buffer));
            await Assert.ThrowsAsync<ArgumentException>(async () => await device.ControlOutAsync(new SetupPacket(0, 6, 0, 0, 6), buffer));
            await Assert.ThrowsAsync<ArgumentException>(async () => await device.ControlOutAsync(new SetupPacket(0x80, 6, 0, 0, 5), buffer));
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task Strings_AreReadInTheFirstLanguage()
    {
        (ScriptedHub hub, RemoteDevice device) = await ScriptedHub.WithDeviceAsync(async peer =>
        {
            ScriptedCommand command = await peer.ReadCommandAsync();
            Assert.Equal(new SetupPacket(0x80, 6, 0x0300, 0, 255), command.Urb.Setup);
            await peer.ReplyAsync(command.Urb.Seqnum, [4, 3, 0x07, 0x04]);
            command = await peer.ReadCommandAsync();
            Assert.Equal(new SetupPacket(0x80, 6, 0x0302, 0x0407, 255), command.Urb.Setup);
            await peer.ReplyAsync(command.Urb.Seqnum, [8, 3, (byte)'K', 0, 0xf6, 0, 0, 0]);
            command = await peer.ReadCommandAsync();
            await peer.ReplyAsync(command.Urb.Seqnum, [], -Errno.EPIPE);
            command = await peer.ReadCommandAsync();
            await peer.ReplyAsync(command.Urb.Seqnum, [255, 3, (byte)'A', 0, 0x42]); // bLength lies, and half a character
            await peer.ExpectCloseAsync();
        });
        await using (hub)
        await using (device)
        {
            Assert.Null(await device.GetStringAsync(0));
            Assert.Equal("K\u00f6", await device.GetStringAsync(2));
            Assert.Null(await device.GetStringAsync(3));
            Assert.Equal("A", await device.GetStringAsync(4));
        }
    }
}
