using System.Net;
using Farhub.Client;
using Farhub.CommandLine;
using Farhub.Commands;
using Farhub.Devices.Virtual;
using Farhub.Hub;
using Farhub.Protocol;
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
