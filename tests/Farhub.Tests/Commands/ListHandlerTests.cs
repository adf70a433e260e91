using System.Globalization;
using System.Net;
using Farhub.Client;
using Farhub.CommandLine;
using Farhub.Commands;
using Farhub.Devices.Virtual;
using Farhub.Hub;
using Farhub.Rendering;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farhub.Tests.Commands;

public sealed class ListHandlerTests
{
    [Fact]
    public async Task Text_ListsWhatTheHubShares()
    {
        (string text, _) = await ListAsync(json: false, "disk,size=1M", "disk,size=2M");
        Assert.Equal(
            """
            BUS ID  ID         SPEED   DEVICE
            200-1   1209:0002  5 Gb/s  Generic Test PID
            200-2   1209:0002  5 Gb/s  Generic Test PID

            """,
            text);
    }

    [Fact]
    public async Task Json_HasTheDocumentedShape()
    {
        (string text, string hub) = await ListAsync(json: true, "disk,size=1M");
        Assert.Equal(
            $$"""
            {
              "hub": "{{hub}}",
              "devices": [
                {
                  "busId": "200-1",
                  "id": "1209:0002",
                  "vendor": "Generic",
                  "product": "Test PID",
                  "class": "Mass Storage",
                  "speed": "super",
                  "path": "software disk, 1M",
                  "interfaces": [
                    "08/06/50"
                  ]
                }
              ]
            }

            """,
            text);
    }

    [Fact]
    public async Task NothingShared_IsSaid()
    {
        (string text, string hub) = await ListAsync(json: false);
        Assert.Equal($"{hub} shares nothing that is free now.\n", text);
    }

    static async Task<(string Output, string Hub)> ListAsync(bool json, params string[] devices)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using VirtualDevices source = new();
        foreach (string device in devices) source.Add(VirtualDeviceSpec.TryParse(device, out VirtualDeviceSpec? spec, out string? error) ? spec : throw new ArgumentException(error));
        await using HubServer server = new(new HubOptions { Listen = [new IPEndPoint(IPAddress.Loopback, 0)] }, [source], NullLogger<HubServer>.Instance);
        server.Start();
        HubAddress hub = HubAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)server.Endpoints[0]).Port}"));
        await using StringWriter output = new();
        ListHandler handler = new(new Screen(output, TextWriter.Null), DevicesHandlerTests.Names);
        Assert.Equal(ExitCode.Ok, await handler.RunAsync(new ListRequest(hub, json), cancellation));
        return (output.ToString(), hub.ToString());
    }
}
