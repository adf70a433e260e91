using System.Net;
using System.Net.Sockets;
using Farhub.Hub.Tests.Fakes;
using Farhub.Hub.Tests.Wire;
using Farhub.Protocol;

namespace Farhub.Hub.Tests;

public sealed class HubServerTests
{
    static HubServer Make(FakeDevice device, params EndPoint[] listen) =>
        new(new HubOptions { Listen = listen }, [new FakeSource(device)], new TestLog());

    static int PortOf(HubServer hub) => ((IPEndPoint)hub.Endpoints[0]).Port;

    [Fact]
    public async Task EachAddress_IsServed()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This system has no IPv6.");
        var device = new FakeDevice();
        await using HubServer hub = Make(device, new IPEndPoint(IPAddress.IPv6Loopback, 0), new IPEndPoint(IPAddress.Loopback, 0));
        hub.Start();
        Assert.Equal([AddressFamily.InterNetworkV6, AddressFamily.InterNetwork], hub.Endpoints.Select(e => e.AddressFamily));
        foreach (EndPoint endpoint in hub.Endpoints)
        {
            using WireClient lister = WireClient.Connect(endpoint);
            Assert.Single(lister.List());
            using WireClient client = WireClient.Connect(endpoint);
            client.Import(device.Info.BusId);
            Assert.Equal(0, client.Ask(Request.In(FakeDevice.BulkIn, 5)).Status);
            client.Dispose();
            Eventually.True(() => hub.SessionCount == 0, "the end of the session");
        }
    }

    [Fact]
    public async Task BothKindsOfAny_ShareAPort()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This system has no IPv6.");
        await using HubServer first = Make(new FakeDevice(), new IPEndPoint(IPAddress.IPv6Any, 0));
        first.Start();
        await using HubServer second = Make(new FakeDevice(), new IPEndPoint(IPAddress.Any, PortOf(first)));
        second.Start();
        Assert.Equal(PortOf(first), PortOf(second));
    }

    [Fact]
    public async Task TakenPort_IsNamedAndNothingIsListenedOn()
    {
        await using HubServer first = Make(new FakeDevice(), new IPEndPoint(IPAddress.Loopback, 0));
        first.Start();
        var free = new IPEndPoint(IPAddress.Parse("127.0.0.2"), PortOf(first));
        await using HubServer second = Make(new FakeDevice(), free, first.Endpoints[0]);
        SocketException refusal = Assert.Throws<SocketException>(second.Start);
        Assert.Equal(SocketError.AddressAlreadyInUse, refusal.SocketErrorCode);
        Assert.Contains($"{first.Endpoints[0]}", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(second.Endpoints);
        await using HubServer third = Make(new FakeDevice(), free);
        third.Start();
    }

    [Fact]
    public async Task Stop_RefusesNewConnectionsAndMayBeRepeated()
    {
        await using HubServer hub = Make(new FakeDevice(), new IPEndPoint(IPAddress.Loopback, 0));
        hub.Start();
        EndPoint endpoint = hub.Endpoints[0];
        await hub.StopAsync(HubServer.DefaultDrainTime);
        Assert.Throws<SocketException>(() => WireClient.Connect(endpoint));
        await hub.StopAsync(HubServer.DefaultDrainTime);
        await hub.DisposeAsync();
        await hub.DisposeAsync();
    }

    [Fact]
    public async Task StopOfAHubThatNeverStarted_DoesNothing()
    {
        await using HubServer hub = Make(new FakeDevice(), new IPEndPoint(IPAddress.Loopback, 0));
        await hub.StopAsync(TimeSpan.Zero);
        Assert.Empty(hub.Endpoints);
    }

    [Fact]
    public async Task Stop_ClosesConnectionsThatHaveNotAsked()
    {
        var time = new FakeTime();
        await using var hub = new TestHub(null, time, new FakeDevice());
        using WireClient client = hub.Connect();
        Eventually.True(() => time.AlarmCount == 1, "the handshake");
        await hub.Server.StopAsync(TimeSpan.FromSeconds(5));
        client.ReadEnd();
    }

    [Fact]
    public async Task Stop_GivesEveryDeviceBackWhateverIsPending()
    {
        FakeDevice[] devices = [.. Enumerable.Range(0, 5).Select(_ => new FakeDevice())];
        await using var hub = new TestHub(devices);
        WireClient[] clients = [.. devices.Select(hub.Attach)];
        for (int i = 0; i < devices.Length; i++)
        {
            devices[i][FakeDevice.InterruptIn].Mode = EndpointMode.Pending;
            clients[i].Submit(Request.In(FakeDevice.InterruptIn, 8));
            devices[i].Opened!.WaitForPending(1);
        }
        await hub.Server.StopAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, hub.Server.SessionCount);
        Assert.All(devices, d => Assert.True(d.Opened!.IsDisposed));
        foreach (WireClient client in clients)
        {
            client.ReadEnd();
            client.Dispose();
        }
        Assert.True(hub.Log.Has("the hub is stopping"));
    }

    [Fact]
    public async Task StopWithAClientThatNeverReads_EndsItAfterTheDrainTime()
    {
        var time = new FakeTime();
        var device = new FakeDevice { IsRecording = false };
        await using var hub = new TestHub(null, time, device);
        device[FakeDevice.BulkIn].Mode = EndpointMode.OtherThread;
        using WireClient client = hub.Attach(device);
        int submitted = 0;
        device.Submitting = _ => Interlocked.Increment(ref submitted);
        for (int i = 0; i < 64; i++) client.Submit(Request.In(FakeDevice.BulkIn, 1 << 20));
        Eventually.True(() => Volatile.Read(ref submitted) > 30, "many URBs");
        Task stop = hub.Server.StopAsync(TimeSpan.FromSeconds(5));
        Eventually.True(() => time.AlarmCount == 1 || stop.IsCompleted, "the drain time's clock");
        time.Advance(TimeSpan.FromSeconds(5));
        await stop;
        Assert.Equal(0, hub.Server.SessionCount);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ImportThatTheStopOvertakes_IsNotWaitedFor(bool held)
    {
        // Either the session is held and told before it began, or it is held when all sessions have been told.
        var time = new FakeTime();
        var device = new FakeDevice();
        await using var hub = new TestHub(null, time, device);
        using var inside = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        void Halt()
        {
            inside.Set();
            goOn.Wait();
        }
        if (held) device.Opening = Halt;
        else hub.Source.Looking = Halt;
        using WireClient client = hub.Connect();
        byte[] request = new byte[OpHeader.Size + BusId.FieldSize];
        new OpHeader(OpCode.RequestImport).Write(request);
        BusId.Parse(device.Info.BusId).Write(request.AsSpan(OpHeader.Size));
        client.Write(request);
        inside.Wait(TestContext.Current.CancellationToken);
        hub.Source.Looking = null;
        Task stop = hub.Server.StopAsync(TimeSpan.FromSeconds(5));
        Eventually.True(() => time.AlarmCount == 1, "the drain time's clock");
        goOn.Set();
        // That clock stands still, so what ends is the session and not the patience of the stop.
        await stop.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(held ? 1 : 0, device.Opens);
    }

    [Fact]
    public async Task DevicesThatComeAndGo_AreOfferedAndNot()
    {
        await using var hub = new TestHub();
        var device = new FakeDevice();
        hub.Source.Add(device);
        using (WireClient client = hub.Connect())
        {
            Assert.Single(client.List());
        }
        hub.Source.Remove(device);
        using (WireClient client = hub.Connect())
        {
            Assert.Empty(client.List());
        }
        using (WireClient client = hub.Connect())
        {
            Assert.Equal(OpStatus.NoDevice, client.TryImport(device.Info.BusId, out _));
        }
        Assert.True(hub.Log.Has($"sharing {device.Info.BusId}"));
        Assert.True(hub.Log.Has($"no longer here: {device.Info.BusId}"));
    }

    [Fact]
    public async Task DeviceThatIsNotShared_IsNeitherListedNorGiven()
    {
        var device = new FakeDevice();
        device.Info = device.Info with { IsVirtual = false };
        await using var hub = new TestHub(device);
        using (WireClient client = hub.Connect())
        {
            Assert.Empty(client.List());
        }
        using WireClient importer = hub.Connect();
        Assert.Equal(OpStatus.NoDevice, importer.TryImport(device.Info.BusId, out _));
        Assert.Equal(0, device.Opens);
    }

    [Fact]
    public void NameOfADevice_CarriesNoControlCharacters()
    {
        var device = new FakeDevice();
        string name = HubServer.NameOf(device.Info with { Manufacturer = "\u001b[2J", Product = "a\r\nb\u009b" });
        Assert.Equal("1209:0001 ?[2J a??b?", name);
        Assert.Equal("1209:0001", HubServer.NameOf(device.Info with { Manufacturer = null, Product = null }));
    }
}
