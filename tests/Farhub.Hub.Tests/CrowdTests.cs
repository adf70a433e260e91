using Farhub.Hub.Tests.Fakes;
using Farhub.Hub.Tests.Wire;
using Farhub.Protocol;

namespace Farhub.Hub.Tests;

/// <summary>Many connections, and connections that say nothing.</summary>
public sealed class CrowdTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(39)]
    public async Task ConnectionThatDoesNotFinishItsRequest_IsClosedInTime(int bytes)
    {
        var time = new FakeTime();
        await using var hub = new TestHub(null, time, new FakeDevice());
        using WireClient client = hub.Connect();
        byte[] request = new byte[OpHeader.Size + BusId.FieldSize];
        new OpHeader(OpCode.RequestImport).Write(request);
        client.Write(request.AsSpan(0, bytes));
        Eventually.True(() => time.AlarmCount == 1, "the handshake's deadline");
        time.Advance(UsbipLimits.Default.HandshakeTime);
        client.ReadEnd();
        Eventually.True(() => hub.Log.Has("no complete request within 10 s"), "a word about it");
    }

    [Fact]
    public async Task ByteNowAndThen_BuysNoTime()
    {
        var time = new FakeTime();
        await using var hub = new TestHub(null, time, new FakeDevice());
        using WireClient client = hub.Connect();
        Eventually.True(() => time.AlarmCount == 1, "the handshake's deadline");
        for (int i = 0; i < 9; i++)
        {
            client.Write([(byte)(i == 0 ? 0x01 : 0x11)]);
            time.Advance(TimeSpan.FromSeconds(1));
        }
        time.Advance(TimeSpan.FromSeconds(1));
        client.ReadEnd();
    }

    [Fact]
    public async Task AttachedClient_HasNoDeadline()
    {
        var time = new FakeTime();
        var device = new FakeDevice();
        await using var hub = new TestHub(null, time, device);
        using WireClient client = hub.Attach(device);
        Assert.Equal(0, time.AlarmCount);
        time.Advance(TimeSpan.FromDays(365));
        Assert.Equal(0, client.Ask(Request.In(FakeDevice.BulkIn, 1)).Status);
    }

    [Theory]
    [InlineData(4, 100)]
    [InlineData(100, 4)]
    public async Task TooManySilentConnections_AreClosedAtOnce(int together, int fromOneAddress)
    {
        var time = new FakeTime();
        var device = new FakeDevice();
        UsbipLimits limits = UsbipLimits.Default with { MaxHandshakes = together, MaxHandshakesPerAddress = fromOneAddress };
        await using var hub = new TestHub(limits, time, device);
        var silent = new Queue<WireClient>();
        for (int i = 0; i < 4; i++) silent.Enqueue(hub.Connect());
        Eventually.True(() => time.AlarmCount == 4, "four handshakes");
        for (int i = 0; i < 10; i++)
        {
            using WireClient refused = hub.Connect();
            refused.ReadEnd();
        }
        silent.Dequeue().Dispose();
        Eventually.True(() => time.AlarmCount == 3, "three handshakes");
        Eventually.True(() => TryList(hub), "room for another");
        while (silent.TryDequeue(out WireClient? client)) client.Dispose();
        Eventually.True(() => time.AlarmCount == 0, "no handshake");
    }

    [Fact]
    public async Task AttachedClients_TakeNoRoomFromHandshakes()
    {
        FakeDevice[] devices = [.. Enumerable.Range(0, 20).Select(_ => new FakeDevice())];
        UsbipLimits limits = UsbipLimits.Default with { MaxHandshakes = 2, MaxHandshakesPerAddress = 2 };
        await using var hub = new TestHub(limits, null, devices);
        var clients = new List<WireClient>();
        foreach (FakeDevice device in devices)
        {
            // The handshake before may take a moment to be counted as over.
            WireClient? client = null;
            Eventually.True(() => TryAttach(hub, device, out client), "an attached client");
            clients.Add(client!);
        }
        Assert.Equal(20, hub.Server.SessionCount);
        foreach (WireClient client in clients) client.Dispose();
    }

    [Fact]
    public async Task TenThousandConnectionsInARow_AreAllServedAndForgotten()
    {
        var device = new FakeDevice();
        await using var hub = new TestHub(device);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 2500; i++)
            {
                using WireClient client = hub.Connect();
                Assert.Single(client.List());
            }
        })));
        Eventually.True(() => hub.Server.ConnectionCount == 0, "the end of all connections");
    }

    [Fact]
    public async Task ThousandAttachesInARow_EachGetsTheDevice()
    {
        var device = new FakeDevice();
        await using var hub = new TestHub(device);
        for (int i = 0; i < 1000; i++)
        {
            using WireClient client = hub.Attach(device);
            Assert.Equal(0, client.Ask(Request.In(FakeDevice.BulkIn, 64)).Status);
            client.CloseSending();
            client.ReadEnd();
            Eventually.True(() => hub.Server.SessionCount == 0, "the end of the session");
        }
        Assert.Equal(1000, device.Opens);
    }

    static bool TryList(TestHub hub)
    {
        using WireClient client = hub.Connect();
        byte[] request = new byte[OpHeader.Size];
        new OpHeader(OpCode.RequestDeviceList).Write(request);
        client.Write(request);
        return client.TryReadByte();
    }

    static bool TryAttach(TestHub hub, FakeDevice device, out WireClient? client)
    {
        client = hub.Connect();
        byte[] request = new byte[OpHeader.Size + BusId.FieldSize];
        new OpHeader(OpCode.RequestImport).Write(request);
        BusId.Parse(device.Info.BusId).Write(request.AsSpan(OpHeader.Size));
        client.Write(request);
        return client.TryReadByte();
    }
}
