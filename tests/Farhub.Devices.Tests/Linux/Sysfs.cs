using System.Runtime.Versioning;
using Farhub.Devices.Linux;
using Farhub.Usb;

namespace Farhub.Devices.Tests.Linux;

[SupportedOSPlatform("linux")]
public sealed class Sysfs : IDisposable
{
    readonly FakeSystem _system = new();

    public void Dispose() => _system.Dispose();

    DeviceInfo? Read(string busId) => UsbSysfs.Read(_system.Root, busId, MountTable.Read(_system.Root));

    [Theory]
    [InlineData("1-4", true)]
    [InlineData("1-4.2", true)]
    [InlineData("12-10.2.13", true)]
    [InlineData("usb1", false)]
    [InlineData("1-0:1.0", false)]
    [InlineData("1-4:1.0", false)]
    [InlineData("1-", false)]
    [InlineData("-4", false)]
    [InlineData("1-4.", false)]
    [InlineData("1-4..2", false)]
    [InlineData("1.4-2", false)]
    [InlineData("1-4-2", false)]
    [InlineData("14", false)]
    [InlineData("", false)]
    public void Only_port_paths_are_devices(string name, bool expected) => Assert.Equal(expected, UsbSysfs.IsBusId(name));

    [Fact]
    public void All_attributes_are_read()
    {
        string path = _system.AddDisk("1-4.2", 7);
        DeviceInfo info = Read("1-4.2")!;
        Assert.Equal(("1-4.2", path, 1, 7, UsbSpeed.High), (info.BusId, info.Path, info.BusNumber, info.DeviceNumber, info.Speed));
        Assert.Equal(("SanDisk", "Cruzer Blade", "4C530001"), (info.Manufacturer, info.Product, info.Serial));
        Assert.Equal(new VidPid(0x0781, 0x5567), info.Id);
        Assert.Equal(1, info.ActiveConfiguration);
        Assert.Equal([0x81, 0x02], info.Configurations.Single().Interfaces.Single().Endpoints.Select(e => (int)e.Address.Value));
        Assert.Equal(["usb-storage"], info.Drivers);
        Assert.Null(info.InUse);
        Assert.False(info.IsVirtual);
    }

    [Theory]
    [InlineData("1.5", UsbSpeed.Low)]
    [InlineData("12", UsbSpeed.Full)]
    [InlineData("480", UsbSpeed.High)]
    [InlineData("5000", UsbSpeed.Super)]
    [InlineData("10000", UsbSpeed.SuperPlus)]
    [InlineData("20000", UsbSpeed.SuperPlus)]
    [InlineData("unknown", UsbSpeed.Unknown)]
    public void Speed_is_in_megabits(string text, UsbSpeed expected)
    {
        string path = _system.AddDisk("1-4", 7);
        _system.Write($"{path}/speed", text + "\n");
        Assert.Equal(expected, Read("1-4")!.Speed);
    }

    [Fact]
    public void What_a_device_does_not_say_is_null_and_no_configuration_is_0()
    {
        string path = _system.AddDisk("1-4", 7);
        File.Delete(_system.Root.PathOf($"{path}/serial"));
        _system.Write($"{path}/product", "\n");
        _system.Write($"{path}/bConfigurationValue", "\n");
        DeviceInfo info = Read("1-4")!;
        Assert.Equal((null, null, 0), (info.Serial, info.Product, info.ActiveConfiguration));
    }

    [Fact]
    public void Control_characters_in_names_do_not_reach_a_terminal()
    {
        string path = _system.AddDisk("1-4", 7);
        _system.Write($"{path}/product", "Disk\u001b[2J \u00e9\n");
        Assert.Equal("Disk?[2J \u00e9", Read("1-4")!.Product);
    }

    [Fact]
    public void Drivers_are_named_once_and_programs_are_none()
    {
        string path = _system.AddDisk("1-4", 7);
        foreach ((int number, string driver) in new[] { (1, "usbhid"), (2, "usbfs"), (3, "usbhid") })
        {
            Directory.CreateDirectory(_system.Root.PathOf($"/sys/bus/usb/drivers/{driver}"));
            _system.Link($"{path}/1-4:1.{number}/driver", $"/sys/bus/usb/drivers/{driver}");
        }
        Assert.Equal(["usb-storage", "usbhid"], Read("1-4")!.Drivers);
    }

    [Fact]
    public void Hubs_and_devices_from_the_network_are_no_devices()
    {
        byte[] hub = [.. FakeSystem.DiskDescriptors];
        hub[4] = 9;
        _system.AddDisk("1-1", 2, descriptors: hub);
        _system.AddDisk("3-1", 2, controller: "platform/vhci_hcd.0");
        Assert.Equal(["1-1", "3-1"], UsbSysfs.List(_system.Root).Order());
        Assert.Null(Read("1-1"));
        Assert.Null(Read("3-1"));
    }

    [Theory]
    [InlineData("descriptors")]
    [InlineData("busnum")]
    [InlineData("devnum")]
    public void A_device_that_is_vanishing_is_not_there(string file)
    {
        string path = _system.AddDisk("1-4", 7);
        File.Delete(_system.Root.PathOf($"{path}/{file}"));
        Assert.Null(Read("1-4"));
    }

    [Fact]
    public void Nothing_is_there_without_usb()
    {
        Directory.Delete(_system.Root.PathOf("/sys"), recursive: true);
        Assert.Empty(UsbSysfs.List(_system.Root));
        Assert.Null(Read("1-4"));
    }

    [Fact]
    public void A_device_that_the_kernel_shares_itself_is_in_use()
    {
        string path = _system.AddDisk("1-4", 7);
        Directory.CreateDirectory(_system.Root.PathOf("/sys/bus/usb/drivers/usbip-host"));
        _system.Link($"{path}/driver", "/sys/bus/usb/drivers/usbip-host");
        Assert.Equal("bound to usbip-host", Read("1-4")!.InUse);
    }
}
