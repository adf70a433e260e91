using System.Net;
using Farhub.Hub.Tests.Fakes;
using Farhub.Protocol;
using Microsoft.Extensions.Logging;

namespace Farhub.Hub.Tests.Wire;

/// <summary>A real hub on a free port of this machine, with fake devices. Stops when disposed, and fails then if anything was left behind.</summary>
sealed class TestHub : IAsyncDisposable
{
    readonly FakeDevice[] _devices;

    public TestHub(params FakeDevice[] devices) : this(null, new HubOptions(), devices) { }

    public TestHub(UsbipLimits? limits, TimeProvider? time, params FakeDevice[] devices) : this(time, new HubOptions { Limits = limits ?? UsbipLimits.Default }, devices) { }

    public TestHub(TimeProvider? time, HubOptions options, params FakeDevice[] devices)
    {
        _devices = devices;
        Source = new FakeSource(devices);
        Server = new HubServer(
            options with { Listen = [new IPEndPoint(IPAddress.Loopback, 0)] }, [Source], Log, time);
        Server.Start();
        Endpoint = (IPEndPoint)Server.Endpoints[0];
    }

    public HubServer Server { get; }

    public FakeSource Source { get; }

    public TestLog Log { get; } = new();

    public IPEndPoint Endpoint { get; }

    /// <summary>For tests that make the hub fail.</summary>
    public bool ExpectsErrors { get; init; }

    public WireClient Connect() => WireClient.Connect(Endpoint);

    /// <summary>A client that has imported a device.</summary>
    public WireClient Attach(FakeDevice device)
    {
        WireClient client = Connect();
        client.Import(device.Info.BusId);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Assert.Equal(0, Server.SessionCount);
        foreach (FakeDevice device in _devices)
        {
            Assert.Equal(0, device.LiveUrbs);
            Assert.Empty(device.Violations);
            Assert.True(device.Opened is null or { IsDisposed: true });
            Eventually.NoThread($"usb {device.Info.BusId}");
        }
        if (!ExpectsErrors) Assert.DoesNotContain(Log.Lines, l => l.Level >= LogLevel.Error);
    }
}
