using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Farhub.Client.Tests.Vhci;
using Farhub.Protocol;

namespace Farhub.Client.Tests;

public sealed class HubClientTests
{
    const int Timeout = 30_000;

    static readonly DeviceRecord WithInterfaces = TestDevice.Record with { Interfaces = [new InterfaceRecord(3, 1, 2), new InterfaceRecord(8, 6, 0x50)] };

    static byte[] ListReply(params DeviceRecord[] devices)
    {
        byte[] bytes = new byte[DeviceList.SizeOf(devices)];
        DeviceList.Write(bytes, devices);
        return bytes;
    }

    static ScriptedHub Listing(byte[] reply, int dribble = 0) => new(async peer =>
    {
        peer.Dribble = dribble;
        Assert.Equal(new OpHeader(OpCode.RequestDeviceList), await peer.ReadRequestAsync());
        await peer.SendAsync(reply);
    });

    static void SameDevices(IEnumerable<DeviceRecord> expected, IEnumerable<DeviceRecord> actual)
    {
        Assert.Equal(expected.Select(d => d with { Interfaces = [] }), actual.Select(d => d with { Interfaces = [] }));
        Assert.Equal(expected.SelectMany(d => d.Interfaces), actual.SelectMany(d => d.Interfaces));
    }

    [Theory(Timeout = Timeout)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public async Task List_InPiecesOfAnySize(int dribble)
    {
        DeviceRecord[] devices = [WithInterfaces, TestDevice.Record, WithInterfaces with { BusId = BusId.Parse("x") }];
        await using ScriptedHub hub = Listing(ListReply(devices), dribble);
        SameDevices(devices, await HubClient.ListAsync(hub.Address));
    }

    [Fact(Timeout = Timeout)]
    public async Task List_Empty()
    {
        await using ScriptedHub hub = Listing(ListReply());
        Assert.Empty(await HubClient.ListAsync(hub.Address));
    }

    [Fact(Timeout = Timeout)]
    public async Task List_ClosedAtEveryOffset_SaysSo()
    {
        byte[] reply = ListReply(WithInterfaces, TestDevice.Record);
        int length = 0;
        await using var hub = new ScriptedHub(async peer =>
        {
            await peer.ReadRequestAsync();
            await peer.SendAsync(reply[..length]);
        });
        for (; length < reply.Length; length++)
        {
            HubException e = await Assert.ThrowsAsync<HubException>(() => HubClient.ListAsync(hub.Address));
            Assert.Equal(HubFailure.Closed, e.Failure);
        }
        Assert.Equal(2, (await HubClient.ListAsync(hub.Address)).Count);
    }

    [Theory(Timeout = Timeout)]
    [InlineData(0xffff_ffffu)]
    [InlineData(0x8000_0000u)]
    [InlineData(65537u)]
    public async Task List_AnnouncesTooMany_IsRefusedWithoutWaitingForThem(uint count)
    {
        byte[] reply = ListReply();
        BinaryPrimitives.WriteUInt32BigEndian(reply.AsSpan(OpHeader.Size), count);
        await using ScriptedHub hub = Listing(reply);
        await Assert.ThrowsAsync<ProtocolException>(() => HubClient.ListAsync(hub.Address));
    }

    [Fact(Timeout = Timeout)]
    public async Task List_AnnouncesMoreThanItSends_SaysSo()
    {
        byte[] reply = ListReply(TestDevice.Record);
        BinaryPrimitives.WriteUInt32BigEndian(reply.AsSpan(OpHeader.Size), 65536);
        await using ScriptedHub hub = Listing(reply);
        Assert.Equal(HubFailure.Closed, (await Assert.ThrowsAsync<HubException>(() => HubClient.ListAsync(hub.Address))).Failure);
    }

    [Fact(Timeout = Timeout)]
    public async Task List_WrongVersionCodeOrStatus()
    {
        foreach (byte[] reply in (byte[][])[[1, 6, 0, 5, 0, 0, 0, 0], [1, 0x11, 0, 3, 0, 0, 0, 0], "SSH-2.0-"u8.ToArray()])
        {
            await using ScriptedHub hub = Listing(reply);
            await Assert.ThrowsAsync<ProtocolException>(() => HubClient.ListAsync(hub.Address));
        }
        await using ScriptedHub refusing = Listing([1, 0x11, 0, 5, 0, 0, 0, 1]);
        Assert.Equal(HubFailure.Refused, (await Assert.ThrowsAsync<HubException>(() => HubClient.ListAsync(refusing.Address))).Failure);
    }

    [Fact(Timeout = Timeout)]
    public async Task Import_ReadsExactly_AndLeavesWhatFollows()
    {
        await using var hub = new ScriptedHub(async peer =>
        {
            Assert.Equal(OpCode.RequestImport, (await peer.ReadRequestAsync()).Code);
            byte[] busId = await peer.ReadAsync(BusId.FieldSize);
            Assert.Equal([.. "3-2.1"u8, .. new byte[27]], busId);
            await peer.SendAsync([.. ScriptedPeer.ImportReply(TestDevice.Record), 0xee]);
            await peer.ExpectCloseAsync();
        });
        using ImportedDevice imported = await HubClient.ImportAsync(hub.Address, TestDevice.BusId);
        Assert.Equal(TestDevice.Record, imported.Record);
        using Socket socket = imported.TakeSocket();
        Assert.True(socket.NoDelay);
        byte[] next = new byte[2];
        Assert.Equal(1, socket.Receive(next));
        Assert.Equal(0xee, next[0]);
    }

    [Fact(Timeout = Timeout)]
    public async Task Import_LeavesTheSocketOutOfTheRuntimesEpoll()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("There is no epoll.");
        await using var hub = new ScriptedHub(async peer =>
        {
            await peer.AcceptImportAsync();
            await peer.ExpectCloseAsync();
        });
        using ImportedDevice imported = await HubClient.ImportAsync(hub.Address, TestDevice.BusId);
        using Socket socket = imported.TakeSocket();
        string registration = $"tfd: {socket.Handle,8} ";
        // The scripted hub uses its sockets asynchronously, so there is an epoll with something in it to compare with.
        string[] registrations = [.. Directory.GetFiles("/proc/self/fdinfo").SelectMany(TryReadLines).Where(l => l.StartsWith("tfd:", StringComparison.Ordinal))];
        Assert.NotEmpty(registrations);
        Assert.DoesNotContain(registrations, l => l.StartsWith(registration, StringComparison.Ordinal));

        static string[] TryReadLines(string path)
        {
            try
            {
                return File.ReadAllLines(path);
            }
            catch (IOException)
            {
                return []; // Closed meanwhile by another test.
            }
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task Import_ClosedAtEveryOffset_SaysSo()
    {
        byte[] reply = ScriptedPeer.ImportReply(TestDevice.Record);
        int length = 0;
        await using var hub = new ScriptedHub(async peer =>
        {
            await peer.ReadAsync(OpHeader.Size + BusId.FieldSize);
            await peer.SendAsync(reply[..length]);
        });
        for (; length < reply.Length; length++)
        {
            HubException e = await Assert.ThrowsAsync<HubException>(() => HubClient.ImportAsync(hub.Address, TestDevice.BusId));
            Assert.Equal(HubFailure.Closed, e.Failure);
        }
        (await HubClient.ImportAsync(hub.Address, TestDevice.BusId)).Dispose();
    }

    [Theory(Timeout = Timeout)]
    [InlineData(OpStatus.NotAvailable)]
    [InlineData(OpStatus.DeviceBusy)]
    [InlineData(OpStatus.DeviceError)]
    [InlineData(OpStatus.NoDevice)]
    [InlineData(OpStatus.Error)]
    [InlineData((OpStatus)0x77)]
    public async Task Import_Refused_SaysWhy(OpStatus status)
    {
        await using var hub = new ScriptedHub(async peer =>
        {
            await peer.ReadAsync(OpHeader.Size + BusId.FieldSize);
            await peer.SendHeaderAsync(OpCode.ReplyImport, status);
        });
        ImportException e = await Assert.ThrowsAsync<ImportException>(() => HubClient.ImportAsync(hub.Address, TestDevice.BusId));
        Assert.Equal((status, HubFailure.Refused), (e.Status, e.Failure));
        Assert.Contains("3-2.1", e.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task Import_AnotherDeviceComesBack_IsAViolation()
    {
        await using var hub = new ScriptedHub(async peer =>
        {
            await peer.ReadAsync(OpHeader.Size + BusId.FieldSize);
            await peer.SendAsync(ScriptedPeer.ImportReply(TestDevice.Record with { BusId = BusId.Parse("3-2.10") }));
            await peer.ExpectCloseAsync();
        });
        await Assert.ThrowsAsync<ProtocolException>(() => HubClient.ImportAsync(hub.Address, TestDevice.BusId));
    }

    [Fact(Timeout = Timeout)]
    public async Task Import_UnterminatedBusId_IsAViolation()
    {
        byte[] reply = ScriptedPeer.ImportReply(TestDevice.Record);
        reply.AsSpan(OpHeader.Size + 256, BusId.FieldSize).Fill((byte)'1');
        await using var hub = new ScriptedHub(async peer =>
        {
            await peer.ReadAsync(OpHeader.Size + BusId.FieldSize);
            await peer.SendAsync(reply);
            await peer.ExpectCloseAsync();
        });
        await Assert.ThrowsAsync<ProtocolException>(() => HubClient.ImportAsync(hub.Address, TestDevice.BusId));
    }

    [Fact(Timeout = Timeout)]
    public async Task Import_SilentHub_TimesOut()
    {
        // ManualTime lets the deadline pass as soon as it is set, which is before the hub could answer.
        await using var hub = new ScriptedHub(peer => peer.ReadAsync(1000));
        HubException e = await Assert.ThrowsAsync<HubException>(
            () => HubClient.ImportAsync(hub.Address, TestDevice.BusId, UsbipLimits.Default, new ManualTime(), CancellationToken.None));
        Assert.Equal(HubFailure.TimedOut, e.Failure);
        Assert.Contains("10 s", e.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task Import_Cancelled_IsTheCallersCancellation()
    {
        using var cancellation = new CancellationTokenSource();
        await using var hub = new ScriptedHub(async peer =>
        {
            await peer.ReadAsync(OpHeader.Size + BusId.FieldSize);
            await cancellation.CancelAsync();
            await peer.ExpectCloseAsync();
        });
        OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => HubClient.ImportAsync(hub.Address, TestDevice.BusId, null, cancellation.Token));
        Assert.Equal(cancellation.Token, e.CancellationToken);
    }

    [Fact(Timeout = Timeout)]
    public async Task NobodyListens_SaysSo()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var hub = HubAddress.Parse(listener.LocalEndpoint.ToString()!);
        listener.Stop();
        HubException e = await Assert.ThrowsAsync<HubException>(() => HubClient.ListAsync(hub));
        Assert.Equal(HubFailure.ConnectionRefused, e.Failure);
    }

    [Fact(Timeout = Timeout)]
    public async Task NameWithoutAddress_SaysSo()
    {
        HubException e = await Assert.ThrowsAsync<HubException>(() => HubClient.ListAsync(HubAddress.Parse("no-such-hub.invalid")));
        Assert.Equal(HubFailure.NameNotFound, e.Failure);
        Assert.Contains("no-such-hub.invalid", e.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task NameWithSeveralAddresses_TheOneThatListensIsFound()
    {
        await using ScriptedHub hub = Listing(ListReply(TestDevice.Record)); // 127.0.0.1 only; localhost is often ::1 first.
        Assert.Single(await HubClient.ListAsync(HubAddress.Parse($"localhost:{hub.Address.Port}")));
    }

    [Fact(Timeout = Timeout)]
    public async Task Ipv6()
    {
        if (!Socket.OSSupportsIPv6) Assert.Skip("This machine has no IPv6.");
        DeviceRecord[] devices = [TestDevice.Record];
        await using var hub = new ScriptedHub(
            async peer =>
            {
                await peer.ReadRequestAsync();
                await peer.SendAsync(ListReply(devices));
            },
            IPAddress.IPv6Loopback);
        Assert.Single(await HubClient.ListAsync(hub.Address));
    }
}
