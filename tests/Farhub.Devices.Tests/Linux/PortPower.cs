using System.Runtime.Versioning;
using Farhub.Devices.Linux;
using Farhub.Usb;

namespace Farhub.Devices.Tests.Linux;

[SupportedOSPlatform("linux")]
public sealed class PortPower : IDisposable
{
    const ushort Ganged = 0x0000, Individual = 0x0009, NoSwitching = 0x000a;
    const string Describe = "control a0 06 2900 0000 15";
    const string DescribeSuper = "control a0 06 2a00 0000 12";

    static readonly TimeSpan Off = TimeSpan.FromSeconds(2);

    readonly FakeSystem _system = new();
    readonly FakeHubs _hubs;
    readonly DelayClock _clock = new();
    readonly LinuxPortPower _power;

    public PortPower()
    {
        _hubs = new FakeHubs(_system);
        _power = new LinuxPortPower(_system.Root, _clock, _hubs.Open);
    }

    public void Dispose() => _system.Dispose();

    static string TurnOff(int port) => $"control 23 01 0008 {port:x4} 0";

    static string TurnOn(int port) => $"control 23 03 0008 {port:x4} 0";

    Task Cycle(string port) => _power.CycleAsync(port, Off, TestContext.Current.CancellationToken);

    /// <summary>To the end, with a look at the middle.</summary>
    async Task Cycle(string port, Action whileOff)
    {
        Task cycling = Cycle(port);
        await Task.WhenAny(_clock.Begun, cycling);
        if (cycling.IsCompleted) await cycling;
        Assert.Equal(Off, await _clock.Begun);
        whileOff();
        _clock.End();
        await cycling;
    }

    async Task<DeviceException> Refused(string port)
    {
        DeviceException e = await Assert.ThrowsAsync<DeviceException>(() => Cycle(port));
        Assert.False(_clock.Begun.IsCompleted);
        return e;
    }

    string Disable(string hub, int port) => File.ReadAllText(_system.Root.PathOf($"{FakeHubs.PortOf(hub, port)}/disable"));

    [Theory]
    [InlineData("1-4.2", "1-4", 5)]
    [InlineData("1-2", "usb1", 1)]
    [InlineData("1-4.3.2", "1-4.3", 9)]
    public async Task The_hub_is_asked_and_then_told_while_its_port_is_claimed(string port, string hub, int deviceNumber)
    {
        FakeUsbfs node = _hubs.Add(hub, deviceNumber, Individual);
        await Cycle(port, () =>
        {
            Assert.Equal([Describe, "claim port 2", TurnOff(2)], node.Calls);
            Assert.False(node.IsDisposed); // The claim would end with it.
        });
        Assert.Equal([Describe, "claim port 2", TurnOff(2), "release port 2", TurnOn(2)], node.Calls);
        Assert.True(node.IsDisposed);
    }

    [Fact]
    public async Task Where_the_kernel_has_a_switch_it_is_used()
    {
        FakeUsbfs node = _hubs.Add("1-4", 5, Individual);
        _system.Write($"{FakeHubs.PortOf("1-4", 2)}/disable", "0\n");
        await Cycle("1-4.2", () => Assert.Equal("1\n", Disable("1-4", 2)));
        Assert.Equal("0\n", Disable("1-4", 2));
        Assert.Equal([Describe], node.Calls);
    }

    [Fact]
    public async Task Where_the_kernel_s_switch_refuses_the_hub_is_told()
    {
        FakeUsbfs node = _hubs.Add("1-4", 5, Individual);
        Directory.CreateDirectory(_system.Root.PathOf($"{FakeHubs.PortOf("1-4", 2)}/disable")); // Not even root writes into that.
        await Cycle("1-4.2", () => Assert.Equal([Describe, "claim port 2", TurnOff(2)], node.Calls));
    }

    [Fact]
    public async Task Where_the_kernel_s_switch_only_works_one_way_the_hub_is_told_the_other()
    {
        FakeUsbfs node = _hubs.Add("1-4", 5, Individual);
        string file = $"{FakeHubs.PortOf("1-4", 2)}/disable";
        _system.Write(file, "0\n");
        await Cycle("1-4.2", () =>
        {
            File.Delete(_system.Root.PathOf(file));
            Directory.CreateDirectory(_system.Root.PathOf(file));
        });
        Assert.Equal([Describe, TurnOn(2)], node.Calls);
    }

    [Theory]
    [InlineData(NoSwitching)]
    [InlineData((ushort)0x000b)]
    public async Task A_hub_without_switches_is_refused(ushort characteristics)
    {
        FakeUsbfs node = _hubs.Add("1-4", 5, characteristics);
        _system.Write($"{FakeHubs.PortOf("1-4", 2)}/disable", "0\n"); // Would take the device away, and leave it its power.
        DeviceException e = await Refused("1-4.2");
        Assert.Equal("hub 1-4 cannot switch the power of its ports: plug the device into one that can, or reset it instead", e.Message);
        Assert.Equal([Describe], node.Calls);
        Assert.Equal("0\n", Disable("1-4", 2));
        Assert.True(node.IsDisposed);
    }

    [Fact]
    public async Task Ports_that_are_switched_together_are_if_the_others_are_empty()
    {
        FakeUsbfs node = _hubs.Add("1-4", 5, Ganged, ports: 3);
        _system.AddDisk("1-4.2", 7);
        await Cycle("1-4.2", () => Assert.Equal([1, 2, 3], Enumerable.Range(1, 3).Where(p => node.Calls.Contains(TurnOff(p)))));
        Assert.All(Enumerable.Range(1, 3), p => Assert.Single(node.Calls, TurnOn(p)));
        Assert.Equal(1 + (3 * 4), node.Calls.Length);
    }

    [Fact]
    public async Task Ports_that_are_switched_together_are_not_if_another_device_would_lose_its_power()
    {
        FakeUsbfs node = _hubs.Add("1-4", 5, Ganged);
        _system.AddDisk("1-4.2", 7);
        _system.AddDisk("1-4.3", 8);
        DeviceException e = await Refused("1-4.2");
        Assert.Equal("hub 1-4 switches the power of all its ports together, and 1-4.3 would lose it too: unplug that first", e.Message);
        Assert.Equal(DeviceFailure.Busy, e.Failure);
        Assert.Equal([Describe], node.Calls);
    }

    [Theory]
    [InlineData("1-4.2")]
    [InlineData("2-4.1")]
    public async Task Both_ports_of_a_USB_3_socket_are_switched_the_fast_one_last_off_and_first_on(string port)
    {
        List<string> calls = [];
        FakeUsbfs slow = _hubs.Add("1-4", 5, Individual), fast = _hubs.Add("2-4", 3, Individual, speed: "5000");
        _hubs.Pair("1-4", 2, "2-4", 1);
        slow.Recording = call => calls.Add($"slow {call}");
        fast.Recording = call => calls.Add($"fast {call}");
        await Cycle(port, () => calls.RemoveAll(c => c.Contains("control a0", StringComparison.Ordinal)));
        Assert.Equal(
            [
                "slow claim port 2", $"slow {TurnOff(2)}", "fast claim port 1", $"fast {TurnOff(1)}",
                "fast release port 1", $"fast {TurnOn(1)}", "slow release port 2", $"slow {TurnOn(2)}",
            ],
            calls);
        Assert.Equal(Describe, slow.Calls[0]);
        Assert.Equal(DescribeSuper, fast.Calls[0]);
    }

    [Fact]
    public async Task A_socket_of_which_one_port_cannot_be_switched_is_refused_untouched()
    {
        FakeUsbfs slow = _hubs.Add("1-4", 5, Individual), fast = _hubs.Add("2-4", 3, NoSwitching, speed: "10000");
        _hubs.Pair("1-4", 2, "2-4", 2);
        Assert.Contains("hub 2-4 cannot switch", (await Refused("1-4.2")).Message, StringComparison.Ordinal);
        Assert.Equal([Describe], slow.Calls);
        Assert.True(slow.IsDisposed && fast.IsDisposed);
    }

    [Fact]
    public async Task Power_comes_back_when_the_wait_is_cancelled()
    {
        FakeUsbfs node = _hubs.Add("1-4", 5, Individual);
        using var stop = new CancellationTokenSource();
        Task cycling = _power.CycleAsync("1-4.2", Off, stop.Token);
        await _clock.Begun;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cycling);
        Assert.Equal(["release port 2", TurnOn(2)], node.Calls[^2..]);
    }

    [Fact]
    public async Task A_hub_that_refuses_is_told_to_turn_on_again()
    {
        FakeUsbfs node = _hubs.Add("1-4", 5, Individual);
        node.Results[TurnOff(2)] = -Errno.EPIPE;
        DeviceException e = await Refused("1-4.2");
        Assert.StartsWith("hub 1-4 did not switch the power of port 1-4.2: ", e.Message, StringComparison.Ordinal);
        Assert.Equal([Describe, "claim port 2", TurnOff(2), "release port 2", TurnOn(2)], node.Calls);
    }

    [Fact]
    public async Task Of_several_ports_all_come_back_whatever_becomes_of_one()
    {
        FakeUsbfs node = _hubs.Add("1-4", 5, Ganged, ports: 3);
        node.Results[TurnOn(2)] = -Errno.ETIMEDOUT;
        DeviceException e = await Assert.ThrowsAsync<DeviceException>(() => Cycle("1-4.2", () => { }));
        Assert.Contains("port 1-4.2", e.Message, StringComparison.Ordinal);
        Assert.All([1, 2, 3], p => Assert.Contains(TurnOn(p), node.Calls));
    }

    [Theory]
    [InlineData(-Errno.EBUSY, DeviceFailure.Busy, "another program on this machine has claimed port 1-4.2: end it first")]
    [InlineData(-Errno.EACCES, DeviceFailure.Denied, "may not switch port 1-4.2: run as root")]
    [InlineData(-Errno.ENODEV, DeviceFailure.Gone, "hub 1-4 is gone: it has been unplugged")]
    public async Task A_port_that_cannot_be_claimed_is_refused(int result, DeviceFailure failure, string message)
    {
        FakeUsbfs node = _hubs.Add("1-4", 5, Individual);
        node.Results["claim port 2"] = result;
        DeviceException e = await Refused("1-4.2");
        Assert.Equal((failure, message), (e.Failure, e.Message));
        Assert.DoesNotContain(TurnOff(2), node.Calls);
    }

    [Fact]
    public async Task Without_permission_for_the_hub_nothing_is_switched()
    {
        _hubs.Add("1-4", 5, Individual);
        _hubs.Opening = () => throw new DeviceException(DeviceFailure.Denied, "may not open it");
        Assert.Equal(DeviceFailure.Denied, (await Refused("1-4.2")).Failure);
    }

    [Fact]
    public async Task A_hub_that_does_not_describe_itself_is_refused()
    {
        FakeUsbfs node = _hubs.Add("1-4", 5, Individual);
        node.Results[Describe] = -Errno.EPIPE;
        Assert.StartsWith("hub 1-4 does not say whether it can switch power: ", (await Refused("1-4.2")).Message, StringComparison.Ordinal);
        node.Answer = _ => [9, 0x29, 4];
        Assert.Equal("hub 1-4 does not say whether it can switch power: its descriptor is too short", (await Refused("1-4.2")).Message);
    }

    [Fact]
    public async Task What_this_machine_uses_keeps_its_power()
    {
        FakeUsbfs node = _hubs.Add("1-4", 5, Individual);
        _system.AddBlock(_system.AddDisk("1-4.2", 7));
        _system.Mount("91 22 8:17 / /mnt/stick rw - vfat /dev/sdb1 rw");
        DeviceException e = await Refused("1-4.2");
        Assert.Equal((DeviceFailure.Busy, "1-4.2 is mounted at /mnt/stick on this machine: end that first"), (e.Failure, e.Message));
        Assert.Empty(node.Calls);
    }

    [Fact]
    public async Task A_hub_keeps_its_power()
    {
        byte[] hub = [.. FakeSystem.DiskDescriptors];
        hub[4] = 9;
        _hubs.Add("usb1", 1, Individual);
        _system.AddDisk("1-4", 5, descriptors: hub);
        Assert.Contains("1-4 is a hub", (await Refused("1-4")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_is_switched_by_one_at_a_time()
    {
        _hubs.Add("1-4", 5, Individual);
        Task cycling = Cycle("1-4.2");
        await _clock.Begun;
        DeviceException second = await Assert.ThrowsAsync<DeviceException>(() => Cycle("1-4.2"));
        _clock.End();
        await cycling;
        Assert.Equal((DeviceFailure.Busy, "the power of port 1-4.2 is being switched already"), (second.Failure, second.Message));
    }

    [Fact]
    public async Task Ports_are_those_of_hubs_that_are_here()
    {
        _hubs.Add("1-4", 5, Individual);
        using var devices = new LinuxDevices(null, _system.Root, watch: false);
        Assert.True(devices.HasPort("1-4.4"));
        foreach (string none in new[] { "1-4.5", "1-4", "1-5.1", "200-1", "usb1", "1-4:1.0", "1-4.", "", "../1-4.2" }) Assert.False(devices.HasPort(none), none);
        _system.Write("/sys/devices/platform/vhci_hcd.0/usb3/busnum", "3\n");
        _system.Write("/sys/devices/platform/vhci_hcd.0/usb3/3-0:1.0/usb3-port1/connect_type", "unknown\n");
        _system.Link("/sys/bus/usb/devices/usb3", "/sys/devices/platform/vhci_hcd.0/usb3");
        Assert.False(devices.HasPort("3-1"));
        DeviceException e = await Assert.ThrowsAsync<DeviceException>(() => devices.CycleAsync("1-4.5", Off, TestContext.Current.CancellationToken));
        Assert.Equal((DeviceFailure.Gone, "there is no port 1-4.5 on this machine"), (e.Failure, e.Message));
    }
}
