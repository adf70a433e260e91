using System.Net;
using Farhub.Client;
using Farhub.CommandLine;
using Farhub.Devices.Virtual;
using Farhub.Hub;

namespace Farhub.Tests.CommandLine;

public sealed class ParseTests
{
    static readonly IReadOnlyList<EndPoint> Everywhere = [new IPEndPoint(IPAddress.IPv6Any, 3240), new IPEndPoint(IPAddress.Any, 3240)];

    [Fact]
    public Task Serve_WithAShare_ListensEverywhere() => Typed.IsAsync(new ServeRequest(Everywhere, [Share("0403:6001")], [], false, null), "serve", "--share", "0403:6001");

    [Fact]
    public Task Serve_TakesEveryOptionSeveralTimes() => Typed.IsAsync(
        new ServeRequest(
            [new IPEndPoint(IPAddress.Parse("192.0.2.7"), 3240), new IPEndPoint(IPAddress.IPv6Loopback, 4000)],
            [Share("all"), Share("1-4.2"), Share("0403:6001:A:B")],
            [Virtual("loopback")],
            true,
            null),
        "serve", "--listen", "192.0.2.7", "--share", "all", "--listen=[::1]:4000", "--share=1-4.2", "--virtual", "loopback", "--force", "--share", "0403:6001:A:B");

    [Fact]
    public Task Serve_SoftwareDevicesAlone_AreEnough() => Typed.IsAsync(new ServeRequest(Everywhere, [], [Virtual("disk")], false, null), "serve", "--virtual", "disk");

    [Fact]
    public Task Serve_WithoutAnythingToShare_IsManaged() => Typed.IsAsync(
        new ServeRequest(Everywhere, [], [], false, new ManagedRequest(null, null, [new IPEndPoint(IPAddress.IPv6Any, 3243), new IPEndPoint(IPAddress.Any, 3243)], null, null)), "serve");

    [Fact]
    public Task Serve_ManagedWithEveryOption() => Typed.IsAsync(
        new ServeRequest(Everywhere, [], [Virtual("disk")], false, new ManagedRequest("/srv/hub", "postgres://hub@db/hub", [new IPEndPoint(IPAddress.Loopback, 3243), new IPEndPoint(IPAddress.Loopback, 4443)], "hub.pem", "/run/hub.sock")),
        "serve", "--managed", "--virtual", "disk", "--state", "/srv/hub", "--store", "postgres://hub@db/hub", "--secure", "127.0.0.1", "--secure", "127.0.0.1:4443", "--certificate", "hub.pem", "--control", "/run/hub.sock");

    [Fact]
    public Task Serve_WithoutASecureDoor() => Typed.IsAsync(new ServeRequest(Everywhere, [], [], false, new ManagedRequest(null, null, [], null, null)), "serve", "--secure", "none");

    [Fact]
    public Task Devices() => Typed.IsAsync(new DevicesRequest(false), "devices");

    [Fact]
    public Task Devices_Json() => Typed.IsAsync(new DevicesRequest(true), "devices", "--json");

    [Fact]
    public Task List() => Typed.IsAsync(new ListRequest(HubAddress.Parse("rack1:4000"), false), "list", "rack1:4000");

    [Fact]
    public Task List_Json() => Typed.IsAsync(new ListRequest(HubAddress.Parse("rack1"), true), "list", "--json", "rack1");

    [Fact]
    public Task Attach_ByBusId() => Typed.IsAsync(new AttachRequest(HubAddress.Parse("rack1"), Device("1-4.2"), false), "attach", "rack1", "1-4.2");

    [Fact]
    public Task Attach_ById() => Typed.IsAsync(new AttachRequest(HubAddress.Parse("rack1"), Device("0403:6001"), true), "attach", "rack1", "0403:6001", "--json");

    [Fact]
    public Task Ports() => Typed.IsAsync(new PortsRequest(false), "ports");

    [Fact]
    public Task Detach_Port() => Typed.IsAsync(new DetachRequest(Port("3"), false), "detach", "3");

    [Fact]
    public Task Detach_Device() => Typed.IsAsync(new DetachRequest(Port("1-4.2"), true), "detach", "1-4.2", "--json");

    [Fact]
    public Task Detach_All() => Typed.IsAsync(new DetachRequest(PortSelector.All, false), "detach", "--all");

    [Fact]
    public Task Demo_Writes64MiB() => Typed.IsAsync(new DemoRequest(64 << 20), "demo");

    [Fact]
    public Task Demo_Size() => Typed.IsAsync(new DemoRequest(2 << 20), "demo", "--size", "2M");

    [Theory]
    [InlineData("bash", CompletionShell.Bash)]
    [InlineData("zsh", CompletionShell.Zsh)]
    [InlineData("fish", CompletionShell.Fish)]
    internal Task Completion(string word, CompletionShell shell) => Typed.IsAsync(new CompletionRequest(shell), "completion", word);

    static ShareMatch Share(string text) => ShareMatch.TryParse(text, out ShareMatch? match) ? match : throw new ArgumentException(text);

    static DeviceSelector Device(string text) => DeviceSelector.TryParse(text, out DeviceSelector? device) ? device! : throw new ArgumentException(text);

    static PortSelector Port(string text) => PortSelector.TryParse(text, out PortSelector? port) ? port! : throw new ArgumentException(text);

    static VirtualDeviceSpec Virtual(string text) => VirtualDeviceSpec.TryParse(text, out VirtualDeviceSpec? spec, out string? error) ? spec : throw new ArgumentException(error);
}
