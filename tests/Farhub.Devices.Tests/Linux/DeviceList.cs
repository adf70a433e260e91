using System.Runtime.Versioning;
using Farhub.Devices.Linux;

namespace Farhub.Devices.Tests.Linux;

[SupportedOSPlatform("linux")]
public sealed class DeviceList : IDisposable
{
    readonly FakeSystem _system = new();
    readonly List<string> _changes = [];

    public void Dispose() => _system.Dispose();

    LinuxDevices Start()
    {
        var devices = new LinuxDevices(null, _system.Root, watch: false);
        devices.Changed += c => _changes.Add($"{c.Kind} {c.Device.Info.BusId} {c.Device.Info.DeviceNumber}");
        return devices;
    }

    [Fact]
    public void Devices_are_in_the_order_of_their_ports_without_hubs()
    {
        byte[] hub = [.. FakeSystem.DiskDescriptors];
        hub[4] = 9;
        _system.AddDisk("1-2", 9, descriptors: hub);
        foreach ((string busId, int number) in new[] { ("1-10", 5), ("2-1", 2), ("1-2.10", 8), ("1-9", 4), ("1-2.9", 7), ("10-1", 2) }) _system.AddDisk(busId, number);
        using LinuxDevices devices = Start();
        Assert.Equal(["1-2.9", "1-2.10", "1-9", "1-10", "2-1", "10-1"], devices.Devices.Select(d => d.Info.BusId));
    }

    [Fact]
    public void Plug_change_and_unplug_are_told_after_the_list_has_changed()
    {
        using LinuxDevices devices = Start();
        int[] counts = [];
        devices.Changed += _ => counts = [.. counts, devices.Devices.Count];
        string path = _system.AddDisk("1-4", 7);
        devices.Look(new HashSet<string> { "1-4" });
        IUsbDevice device = devices.Devices.Single();
        devices.Look(new HashSet<string> { "1-4" }); // Nothing new.
        _system.Write($"{path}/bConfigurationValue", "\n");
        devices.Look(new HashSet<string> { "1-4" });
        Assert.Same(device, devices.Devices.Single());
        Assert.Equal(0, device.Info.ActiveConfiguration);
        _system.Unplug("1-4");
        devices.Look(new HashSet<string> { "1-4" });
        Assert.Equal(["Added 1-4 7", "Changed 1-4 7", "Removed 1-4 7"], _changes);
        Assert.Equal([1, 1, 0], counts);
    }

    [Fact]
    public void Replugged_into_the_same_port_it_is_another_device()
    {
        _system.AddDisk("1-4", 7);
        using LinuxDevices devices = Start();
        IUsbDevice before = devices.Devices.Single();
        _system.Unplug("1-4");
        _system.AddDisk("1-4", 8);
        devices.Look(new HashSet<string> { "1-4" });
        Assert.Equal(["Removed 1-4 7", "Added 1-4 8"], _changes);
        Assert.NotSame(before, devices.Devices.Single());
    }

    [Fact]
    public void In_the_middle_of_a_reset_a_device_has_no_number_and_stays()
    {
        string path = _system.AddDisk("1-4", 7);
        using LinuxDevices devices = Start();
        IUsbDevice device = devices.Devices.Single();
        _system.Write($"{path}/devnum", "0\n");
        devices.Look(new HashSet<string> { "1-4" });
        Assert.Same(device, devices.Devices.Single());
        _system.Write($"{path}/devnum", "7\n");
        devices.Look(new HashSet<string> { "1-4" });
        Assert.Same(device, devices.Devices.Single());
        Assert.Empty(_changes);
    }

    [Fact]
    public void Only_what_was_touched_is_read_again_and_all_when_events_were_lost()
    {
        string first = _system.AddDisk("1-4", 7), second = _system.AddDisk("1-5", 8);
        using LinuxDevices devices = Start();
        _system.Write($"{first}/product", "A\n");
        _system.Write($"{second}/product", "B\n");
        devices.Look(new HashSet<string> { "1-5" });
        Assert.Equal(["Changed 1-5 8"], _changes);
        devices.Look(touched: null);
        Assert.Equal(["Changed 1-5 8", "Changed 1-4 7"], _changes);
    }

    [Fact]
    public void Mounting_is_a_change()
    {
        _system.AddBlock(_system.AddDisk("1-4", 7));
        using LinuxDevices devices = Start();
        _system.Mount("91 22 8:17 / /mnt rw - vfat /dev/sdb1 rw");
        devices.Look(touched: null);
        Assert.Equal(["Changed 1-4 7"], _changes);
        Assert.Equal("mounted at /mnt", devices.Devices.Single().Info.InUse);
    }

    [Fact]
    public void A_listener_that_fails_does_not_stop_the_others()
    {
        using var devices = new LinuxDevices(null, _system.Root, watch: false);
        devices.Changed += _ => throw new InvalidOperationException("on purpose");
        _system.AddDisk("1-4", 7);
        devices.Look(touched: null);
        _system.AddDisk("1-5", 8);
        devices.Look(touched: null);
        Assert.Equal(2, devices.Devices.Count);
    }

    [Fact]
    public void Watching_ends_with_dispose()
    {
        _system.AddDisk("1-4", 7);
        var devices = new LinuxDevices(root: _system.Root);
        Assert.Single(devices.Devices);
        devices.Dispose();
        devices.Dispose();
    }
}
