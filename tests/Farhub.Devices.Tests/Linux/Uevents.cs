using System.Runtime.Versioning;
using System.Text;
using Farhub.Devices.Linux;

namespace Farhub.Devices.Tests.Linux;

[SupportedOSPlatform("linux")]
public sealed class Uevents
{
    static byte[] Message(string header, params string[] variables) => Encoding.UTF8.GetBytes(header + "\0" + string.Concat(variables.Select(v => v + "\0")));

    [Fact]
    public void A_plug_is_read()
    {
        byte[] bytes = Message("add@/devices/pci0000:00/0000:00:14.0/usb1/1-4/1-4.2", "ACTION=add", "DEVPATH=/devices/pci0000:00/0000:00:14.0/usb1/1-4/1-4.2",
            "SUBSYSTEM=usb", "MAJOR=189", "MINOR=6", "DEVNAME=bus/usb/001/007", "DEVTYPE=usb_device", "PRODUCT=781/5567/126", "TYPE=0/0/0", "SEQNUM=4242");
        Assert.True(Uevent.TryRead(bytes, out Uevent value));
        Assert.Equal(new Uevent("add", "/devices/pci0000:00/0000:00:14.0/usb1/1-4/1-4.2", "usb"), value);
        Assert.Equal("1-4.2", value.BusId);
        Assert.True(LinuxDevices.Concerns(value));
    }

    [Theory]
    [InlineData("bind@/devices/pci0000:00/0000:00:14.0/usb1/1-4/1-4:1.0", "usb", "1-4")]
    [InlineData("add@/devices/pci0000:00/0000:00:14.0/usb1/1-4/1-4:1.0/host6/target6:0:0/6:0:0:0/block/sdb/sdb1", "block", "1-4")]
    [InlineData("change@/devices/virtual/block/dm-0", "block", null)]
    [InlineData("add@/devices/pci0000:00/0000:00:14.0/usb1", "usb", null)]
    public void The_device_is_the_last_port_path(string header, string subsystem, string? busId)
    {
        Assert.True(Uevent.TryRead(Message(header, "ACTION=x", "SUBSYSTEM=" + subsystem), out Uevent value));
        Assert.Equal(busId, value.BusId);
        Assert.True(LinuxDevices.Concerns(value));
    }

    [Theory]
    [InlineData("net")]
    [InlineData("hidraw")]
    [InlineData("")]
    public void Other_subsystems_are_not_looked_at(string subsystem)
    {
        Assert.True(Uevent.TryRead(Message("add@/devices/x/1-4/1-4:1.0/net/eth1", "SUBSYSTEM=" + subsystem), out Uevent value));
        Assert.False(LinuxDevices.Concerns(value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("add@/devices/x")] // No NUL.
    [InlineData("\0")]
    [InlineData("@/devices/x\0")]
    [InlineData("add@\0")]
    [InlineData("add@devices\0")]
    [InlineData("libudev\0\u00fe\u00ed\u00ca\u00fe(\0\0\0(\0\0\0SUBSYSTEM=usb\0")]
    public void What_is_not_the_kernels_is_not_read(string text) => Assert.False(Uevent.TryRead(Encoding.Latin1.GetBytes(text), out _));

    [Fact]
    public void Cut_anywhere_it_does_not_fail()
    {
        byte[] bytes = Message("add@/devices/usb1/1-4", "ACTION=add", "SUBSYSTEM=usb", "SEQNUM=1");
        for (int length = 0; length < bytes.Length; length++)
        {
            bool read = Uevent.TryRead(bytes.AsSpan(0, length), out Uevent value);
            Assert.Equal(length > "add@/devices/usb1/1-4".Length, read);
            if (read) Assert.Equal("1-4", value.BusId);
        }
    }

    [Fact]
    public void The_kernels_socket_can_be_opened_and_has_nothing_for_us()
    {
        using UeventSocket? socket = UeventSocket.Open(out int errno);
        if (socket is null) Assert.Skip($"no event socket here: errno {errno}");
        int result;
        do { result = socket.Receive(out _); } while (result == 0);
        Assert.Equal(-Usb.Errno.EAGAIN, result);
    }
}
