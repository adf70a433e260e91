using System.Net;
using System.Net.Sockets;
using Farhub.Hub.Tests.Fakes;
using Farhub.Hub.Tests.Wire;

namespace Farhub.Hub.Tests;

/// <summary>A hub that listens on a Unix socket: the same door, for this machine alone.</summary>
public sealed class UnixSocketTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("farhub").FullName;

    string Path => System.IO.Path.Combine(_folder, "hub");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    HubServer Make(FakeDevice device, TestLog? log = null) =>
        new(new HubOptions { Listen = [new UnixDomainSocketEndPoint(Path)] }, [new FakeSource(device)], log ?? new TestLog());

    static void Use(EndPoint endpoint, FakeDevice device)
    {
        using WireClient lister = WireClient.Connect(endpoint);
        Assert.Single(lister.List());
        using WireClient client = WireClient.Connect(endpoint);
        client.Import(device.Info.BusId);
        Assert.Equal(0, client.Ask(Request.In(FakeDevice.BulkIn, 5)).Status);
    }

    [Fact]
    public async Task ItIsServed_AndGoesWithTheHub()
    {
        var device = new FakeDevice();
        var log = new TestLog();
        await using (HubServer hub = Make(device, log))
        {
            hub.Start();
            Use(hub.Endpoints[0], device);
            Eventually.True(() => hub.SessionCount == 0, "the end of the session");
        }
        Assert.False(File.Exists(Path));
        Assert.Contains(log.Lines, l => l.Text.Contains($"to {Path}", StringComparison.Ordinal)); // Its clients have no address of their own.
    }

    [Fact]
    public async Task WhatAKilledHubLeftBehind_IsReplaced()
    {
        using (var killed = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            killed.Bind(new UnixDomainSocketEndPoint(Path));
            File.Move(Path, Path + ".kept"); // Closing would remove it.
        }
        File.Move(Path + ".kept", Path);
        var device = new FakeDevice();
        await using HubServer hub = Make(device);
        hub.Start();
        Use(hub.Endpoints[0], device);
    }

    [Fact]
    public async Task OneThatIsServed_IsNotTaken()
    {
        var device = new FakeDevice();
        await using HubServer first = Make(device);
        first.Start();
        await using HubServer second = Make(new FakeDevice());
        Assert.Equal(SocketError.AddressAlreadyInUse, Assert.Throws<SocketException>(second.Start).SocketErrorCode);
        Use(first.Endpoints[0], device);
    }

    [Fact]
    public async Task AFileOfThatName_IsLeftAlone()
    {
        await File.WriteAllTextAsync(Path, "mine", TestContext.Current.CancellationToken);
        await using HubServer hub = Make(new FakeDevice());
        Assert.Throws<SocketException>(hub.Start);
        Assert.Equal("mine", await File.ReadAllTextAsync(Path, TestContext.Current.CancellationToken));
    }
}
