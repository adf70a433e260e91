using System.Net;
using System.Net.Sockets;
using Farhub.Hub.Tests.Fakes;
using Farhub.Hub.Tests.Wire;
using Farhub.Protocol;

namespace Farhub.Hub.Tests;

public sealed class HubServerTests
{
    static HubServer Make(FakeDevice device, params IPEndPoint[] listen) =>
        new(new HubOptions { Listen = listen }, [new FakeSource(device)], new TestLog());

    [Fact]
    public async Task EachAddress_IsServed()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This system has no IPv6.");
        var device = new FakeDevice();
        await using HubServer hub = Make(device, new IPEndPoint(IPAddress.IPv6Loopback, 0), new IPEndPoint(IPAddress.Loopback, 0));
        hub.Start();
        Assert.Equal([AddressFamily.InterNetworkV6, AddressFamily.InterNetwork], hub.Endpoints.Select(e => e.AddressFamily));
        foreach (IPEndPoint endpoint in hub.Endpoints)
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
        await using HubServer second = Make(new FakeDevice(), new IPEndPoint(IPAddress.Any, first.Endpoints[0].Port));
        second.Start();
        Assert.Equal(first.Endpoints[0].Port, second.Endpoints[0].Port);
    }

    [Fact]
    public async Task TakenPort_IsNamedAndNothingIsListenedOn()
    {
        await using HubServer first = Make(new FakeDevice(), new IPEndPoint(IPAddress.Loopback, 0));
        first.Start();
        var free = new IPEndPoint(IPAddress.Parse("127.0.0.2"), first.Endpoints[0].Port);
        await using HubServer second = Make(new FakeDevice(), free, first.Endpoints[0]);
        SocketException refusal = Assert.Throws<SocketException>(second.Start);
        Assert.Equal(SocketError.AddressAlreadyInUse, refusal.SocketErrorCode);
        Assert.Contains(first.Endpoints[0].ToString(), refusal.Message, StringComparison.Ordinal);
        Assert.Empty(second.Endpoints);
        await using HubServer third = Make(new FakeDevice(), free);
        third.Start();
    }

    [Fact]
    public async Task Stop_RefusesNewConnectionsAndMayBeRepeated()
    {
        await using HubServer hub = Make(new FakeDevice(), new IPEndPoint(IPAddress.Loopback, 0));
        hub.Start();
        IPEndPoint endpoint = hub.Endpoints[0];
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
    public async Task Stop_LetsWritesFinishAndGivesEveryDeviceBack()
    {
        FakeDevice[] devices = [.. Enumerable.Range(0, 5).Select(_ => new FakeDevice())];
        await using var hub = new TestHub(devices);
        WireClient[] clients = [.. devices.Select(hub.Attach)];
        for (int i = 0; i < devices.Length; i++)
        {
            devices[i][FakeDevice.InterruptIn].Mode = EndpointMode.Pending;
            devices[i][FakeDevice.BulkOut].Mode = EndpointMode.OtherThread;
            clients[i].Submit(Request.In(FakeDevice.InterruptIn, 8));
            clients[i].Submit(Request.Out(FakeDevice.BulkOut, new byte[1000]));
            devices[i].Opened!.WaitForPending(1);
        }
        Task stop = hub.Server.StopAsync(TimeSpan.FromSeconds(30));
        foreach (WireClient client in clients)
        {
            Assert.Equal(1000, client.Read().ActualLength);
            client.ReadEnd();
            client.Dispose();
        }
        await stop;
        Assert.Equal(0, hub.Server.SessionCount);
        Assert.All(devices, d => Assert.True(d.Opened!.IsDisposed));
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

    [Fact]
    public async Task ImportHeldTooLateForTheStop_IsNotWaitedFor()
    {
        // The stop comes while the device is being claimed: the session has been told before it began.
        var time = new FakeTime();
        var device = new FakeDevice();
        await using var hub = new TestHub(null, time, device);
        using var claiming = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        device.Opening = () =>
        {
            claiming.Set();
            goOn.Wait();
        };
        using WireClient client = hub.Connect();
        using var import = new Worker(() =>
        {
            client.Import(device.Info.BusId);
            client.ReadEnd();
        });
        claiming.Wait(TestContext.Current.CancellationToken);
        Task stop = hub.Server.StopAsync(TimeSpan.FromSeconds(5));
        Eventually.True(() => time.AlarmCount == 1, "the drain time's clock");
        goOn.Set();
        await stop; // The clock stands still: it did not wait for it.
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
