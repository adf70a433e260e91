using System.Runtime.Versioning;
using Farhub.Devices.Linux;
using Farhub.Usb;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farhub.Devices.Tests.Linux;

[SupportedOSPlatform("linux")]
public sealed class Opening : IDisposable
{
    readonly FakeSystem _system = new();
    readonly FakeUsbfs _usbfs = new();
    readonly RecordingSink _sink = new();
    readonly string _path;
    string? _node;

    public Opening() => _path = _system.AddDisk("1-4", 7);

    public void Dispose()
    {
        _usbfs.Dispose();
        _system.Dispose();
    }

    UsbfsDevice Device()
    {
        DeviceInfo info = UsbSysfs.Read(_system.Root, "1-4", MountTable.Read(_system.Root))!;
        return new UsbfsDevice(_system.Root, info, NullLogger.Instance, node =>
        {
            _node = node;
            return _usbfs;
        });
    }

    DeviceException Refused(UsbfsDevice device, bool force = false) => Assert.Throws<DeviceException>(() => device.Open(_sink, new OpenOptions(force)));

    [Fact]
    public void The_node_is_opened_and_all_interfaces_are_claimed()
    {
        using OpenDevice open = Device().Open(_sink, OpenOptions.Default);
        Assert.Equal(_system.Root.PathOf("/dev/bus/usb/001/007"), _node);
        Assert.Equal(["claim 0"], _usbfs.Calls);
        Assert.Equal((TransferType.Bulk, TransferType.Bulk), (open.TypeOf(new EndpointAddress(0x81)), open.TypeOf(new EndpointAddress(0x02))));
        Assert.Null(open.TypeOf(new EndpointAddress(0x82)));
    }

    [Fact]
    public void A_mounted_disk_is_not_taken_unless_forced()
    {
        UsbfsDevice device = Device();
        _system.AddBlock(_path);
        _system.Mount("91 22 8:17 / /mnt/stick rw - vfat /dev/sdb1 rw"); // After the device was found.
        DeviceException e = Refused(device);
        Assert.Equal(DeviceFailure.Busy, e.Failure);
        Assert.Contains("mounted at /mnt/stick", e.Message, StringComparison.Ordinal);
        Assert.Null(_node);
        device.Open(_sink, new OpenOptions(Force: true)).Dispose();
    }

    [Fact]
    public void One_that_was_unplugged_or_replugged_is_gone()
    {
        UsbfsDevice device = Device();
        _system.Unplug("1-4");
        Assert.Equal(DeviceFailure.Gone, Refused(device).Failure);
        _system.AddDisk("1-4", 8);
        Assert.Equal(DeviceFailure.Gone, Refused(device, force: true).Failure);
        Assert.Null(_node);
    }

    [Fact]
    public void One_that_is_being_reset_is_busy()
    {
        UsbfsDevice device = Device();
        _system.Write($"{_path}/devnum", "0\n");
        Assert.Equal(DeviceFailure.Busy, Refused(device).Failure);
        Assert.Null(_node);
    }

    [Theory]
    [InlineData(-Errno.EBUSY, DeviceFailure.Busy)]
    [InlineData(-Errno.ENODEV, DeviceFailure.Gone)]
    [InlineData(-Errno.EACCES, DeviceFailure.Denied)]
    [InlineData(-Errno.EIO, DeviceFailure.Error)]
    public void A_claim_that_fails_is_undone_and_explained(int result, DeviceFailure expected)
    {
        var claim = new UsbfsClaim(_usbfs, TestDevice.Configurations, active: 1);
        _usbfs.Results["claim 1"] = result;
        Assert.Equal(result, claim.Take(out int failed));
        Assert.Equal(1, failed);
        Assert.Equal(["claim 0", "claim 1", "release 0", "connect 0"], _usbfs.Calls);
        _usbfs.Results["claim 0"] = result;
        Assert.Equal(expected, Refused(Device()).Failure);
        Assert.True(_usbfs.IsDisposed);
    }

    [Fact]
    public void An_interface_that_the_kernel_does_not_have_is_passed_over()
    {
        _usbfs.Results["claim 0"] = -Errno.EINVAL;
        var claim = new UsbfsClaim(_usbfs, TestDevice.Configurations, active: 1);
        Assert.Equal(0, claim.Take(out _));
        Assert.Null(claim.TypeOf(TestDevice.BulkIn));
        Assert.Equal(TransferType.Interrupt, claim.TypeOf(TestDevice.InterruptIn));
    }

    [Fact]
    public void An_unconfigured_device_can_be_opened()
    {
        _system.Write($"{_path}/bConfigurationValue", "\n");
        using OpenDevice open = Device().Open(_sink, OpenOptions.Default);
        Assert.Empty(_usbfs.Calls);
        Assert.Null(open.TypeOf(new EndpointAddress(0x81)));
        Assert.Equal(TransferType.Control, open.TypeOf(EndpointAddress.Of(0, isIn: true)));
    }

    [Fact]
    public void A_kernel_without_what_is_needed_is_refused()
    {
        _usbfs.Capabilities = Usbdevfs.USBDEVFS_CAP_NO_PACKET_SIZE_LIM;
        Assert.Equal(DeviceFailure.Error, Refused(Device()).Failure);
        Assert.True(_usbfs.IsDisposed);
    }

    [Fact]
    public void A_node_that_is_not_there_is_gone()
    {
        DeviceException e = Assert.Throws<DeviceException>(() => Usbfs.Open(_system.Root.PathOf("/dev/bus/usb/001/007")));
        Assert.Equal(DeviceFailure.Gone, e.Failure);
    }

    [Fact]
    public void A_node_that_is_none_is_refused_for_what_it_cannot_do()
    {
        _system.Write("/dev/bus/usb/001/007", "a plain file");
        var device = new UsbfsDevice(_system.Root, Device().Info, NullLogger.Instance);
        Assert.Equal(DeviceFailure.Error, Refused(device).Failure);
    }
}
