using System.Runtime.Versioning;
using Farhub.Devices.Linux;
using Farhub.Devices.Virtual;
using Farhub.Usb;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farhub.Devices.Tests.Linux;

[SupportedOSPlatform("linux")]
public sealed class Resetting : IDisposable
{
    readonly FakeSystem _system = new();
    readonly FakeUsbfs _usbfs = new();
    readonly UsbfsDevice _device;

    public Resetting()
    {
        _system.AddDisk("1-4", 7);
        _device = new UsbfsDevice(_system.Root, UsbSysfs.Read(_system.Root, "1-4", MountTable.Read(_system.Root))!, NullLogger.Instance, _ => _usbfs);
    }

    public void Dispose()
    {
        _usbfs.Dispose();
        _system.Dispose();
    }

    [Fact]
    public void A_free_device_is_claimed_reset_and_given_back()
    {
        DeviceReset.Run(_device);
        Assert.Equal(["claim 0", "release 0", "reset", "claim 0", "release 0", "reset", "connect 0"], _usbfs.Calls);
        Assert.True(_usbfs.IsDisposed);
    }

    [Theory]
    [InlineData(-Errno.ENODEV, DeviceFailure.Gone, "1-4 did not come back from the reset as the device it was")]
    [InlineData(-Errno.EIO, DeviceFailure.Error, "1-4 could not be reset (errno 5): take its power away instead, or unplug it")]
    public void A_reset_that_fails_is_told(int result, DeviceFailure failure, string message)
    {
        _usbfs.Results["reset"] = result;
        DeviceException e = Assert.Throws<DeviceException>(() => DeviceReset.Run(_device));
        Assert.Equal((failure, message), (e.Failure, e.Message));
        Assert.True(_usbfs.IsDisposed);
    }

    [Fact]
    public void What_another_program_uses_is_not_reset()
    {
        _usbfs.Results["claim 0"] = -Errno.EBUSY;
        Assert.Equal(DeviceFailure.Busy, Assert.Throws<DeviceException>(() => DeviceReset.Run(_device)).Failure);
        Assert.DoesNotContain("reset", _usbfs.Calls);
    }

    [Fact]
    public void A_software_device_is_reset_when_nobody_holds_it()
    {
        using var devices = new VirtualDevices();
        VirtualDevice device = devices.Add(port => new VirtualLoopback(port));
        DeviceReset.Run(device);
        using OpenDevice open = device.Open(new Virtual.RecordingSink(), OpenOptions.Default);
        Assert.Equal(DeviceFailure.Busy, Assert.Throws<DeviceException>(() => DeviceReset.Run(device)).Failure);
    }
}
