using System.Net;
using System.Net.Sockets;
using Farhub.Client;
using Farhub.CommandLine;
using Farhub.Commands;
using Farhub.Devices.Virtual;
using Farhub.Hub;
using Farhub.Protocol;
using Farhub.Usb;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farhub.Tests.Commands;

public sealed class DeviceSearchTests
{
    [Fact]
    public async Task TheOnlyOne_IsMeant() => Assert.Equal("200-2", $"{await FindAsync("1209:0002")}");

    [Fact]
    public async Task NoneThere_IsNotThere()
    {
        CommandException e = await Assert.ThrowsAsync<CommandException>(() => FindAsync("0403:6001"));
        Assert.Equal(ExitCode.NotThere, e.Code);
        Assert.Contains("shares no 0403:6001", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SeveralThere_AreNamed()
    {
        CommandException e = await Assert.ThrowsAsync<CommandException>(() => FindAsync("1209:0001"));
        Assert.Equal(ExitCode.Usage, e.Code);
        Assert.Contains("2 devices 1209:0001, 200-1 and 200-3", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AHubOnAUnixSocket_IsAsGood()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using VirtualDevices source = new();
        source.Add(port => new VirtualLoopback(port));
        await using HubServer server = new(new HubOptions { Listen = [new UnixDomainSocketEndPoint(path)] }, [source], NullLogger<HubServer>.Instance);
        server.Start();
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        var hub = HubAddress.Parse($"unix:{path}");
        Assert.True(DeviceSelector.TryParse("1209:0001", out DeviceSelector? selector));
        BusId busId = await DeviceSearch.FindAsync(hub, selector!, cancellation);
        await using (RemoteDevice device = await RemoteDevice.ImportAsync(hub, busId, cancellationToken: cancellation))
        {
            Assert.Equal(10_000, await device.ReadAsync(EndpointAddress.Of(1, isIn: true), new byte[10_000], cancellation));
        }
        await server.DisposeAsync();
        HubException gone = await Assert.ThrowsAsync<HubException>(() => HubClient.ListAsync(hub, cancellationToken: cancellation));
        Assert.Equal(HubFailure.ConnectionRefused, gone.Failure);
        Assert.Contains(path, gone.Message, StringComparison.Ordinal);
    }

    static async Task<BusId> FindAsync(string device)
    {
        using VirtualDevices source = new();
        source.Add(port => new VirtualLoopback(port));
        source.Add(port => VirtualDisk.InMemory(port, 1 << 20));
        source.Add(port => new VirtualLoopback(port));
        await using HubServer server = new(new HubOptions { Listen = [new IPEndPoint(IPAddress.Loopback, 0)] }, [source], NullLogger<HubServer>.Instance);
        server.Start();
        Assert.True(DeviceSelector.TryParse(device, out DeviceSelector? selector));
        return await DeviceSearch.FindAsync(HubAddress.Parse($"{server.Endpoints[0]}"), selector!, TestContext.Current.CancellationToken);
    }
}
