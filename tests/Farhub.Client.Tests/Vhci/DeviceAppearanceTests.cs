using Farhub.Client.Vhci;

namespace Farhub.Client.Tests.Vhci;

public sealed class DeviceAppearanceTests : IDisposable
{
    const string Device = "/sys/bus/usb/devices/5-1";

    readonly FakeKernel _kernel = FakeKernel.Make();

    public void Dispose() => _kernel.Dispose();

    [Fact]
    public void Read_EveryKindOfThing()
    {
        string directory = _kernel.Enumerate(0, "5-1", "some-driver");
        _kernel.Appear($"{directory}/tty/ttyACM0", "tty", "ttyACM0");
        _kernel.Appear($"{directory}/ttyUSB0", "usb-serial");
        _kernel.Appear($"{directory}/ttyUSB0/tty/ttyUSB0", "tty", "ttyUSB0");
        _kernel.Appear($"{directory}/0003:1209:0001.0001/hidraw/hidraw2", "hidraw", "hidraw2");
        _kernel.Appear($"{directory}/0003:1209:0001.0001/input/input7", "input");
        _kernel.Put($"{directory}/0003:1209:0001.0001/input/input7/name", "Test Keyboard\n");
        _kernel.Appear($"{directory}/0003:1209:0001.0001/input/input7/event5", "input", "input/event5");
        _kernel.Appear($"{directory}/sound/card1", "sound");
        _kernel.Put($"{directory}/sound/card1/id", "Headset\n");
        _kernel.Appear($"{directory}/sound/card1/pcmC1D0p", "sound", "snd/pcmC1D0p");
        _kernel.Appear($"{directory}/video4linux/video0", "video4linux", "video0");
        _kernel.Appear($"{directory}/net/enx001122334455", "net");
        _kernel.Appear($"{directory}/usbmisc/lp0", "usbmisc", "usb/lp0");
        Assert.Equal(
            [
                new Appearance(AppearanceKind.HidRaw, "/dev/hidraw2"),
                new Appearance(AppearanceKind.Input, "/dev/input/event5", "Test Keyboard"),
                new Appearance(AppearanceKind.Network, "enx001122334455"),
                new Appearance(AppearanceKind.Sound, "card1", "Headset"),
                new Appearance(AppearanceKind.Serial, "/dev/ttyACM0"),
                new Appearance(AppearanceKind.Serial, "/dev/ttyUSB0"),
                new Appearance(AppearanceKind.Node, "/dev/usb/lp0"),
                new Appearance(AppearanceKind.Video, "/dev/video0"),
            ],
            DeviceAppearance.Read(_kernel, Device));
    }

    [Fact]
    public void Read_LoopsOfLinksAndChildDevices_AreNotFollowed()
    {
        string directory = _kernel.Enumerate(0, "5-1", "hub");
        _kernel.Link($"{directory}/loop", Device);
        _kernel.Appear($"{Device}/5-1.2/5-1.2:1.0/tty/ttyACM9", "tty", "ttyACM9");
        Assert.Equal([new Appearance(AppearanceKind.Driver, "hub")], DeviceAppearance.Read(_kernel, Device));
    }

    [Theory]
    [InlineData("usb:v1209p0001d0100dcFFdscFFdpFFicFFisc00ip00in00", false)] // Nobody knows it: nothing to wait for.
    [InlineData("usb:v0403p6001d0600dc00dsc00dp00icFFiscFFipFFin00", true)]
    [InlineData("usb:v1111p2222d0105dc00dsc00dp00icFFisc00ip00in00", true)] // In a set.
    [InlineData("usb:v1111p2222d0205dc00dsc00dp00icFFisc00ip00in00", false)]
    public void Patience_IsForADriverThatMayCome(string modalias, bool waits)
    {
        string directory = _kernel.Enumerate(0, "5-1", driver: null);
        _kernel.Put($"{directory}/modalias", modalias + "\n");
        Assert.NotEqual(TimeSpan.Zero, DeviceAppearance.Patience(_kernel, new DriverAliases(_kernel), Device, [])); // Without a list of modules nobody can tell.
        _kernel.Put("/proc/sys/kernel/osrelease", "6.12-test\n");
        _kernel.Put("/lib/modules/6.12-test/modules.alias", """
            # Aliases extracted from modules themselves.
            alias pci:v0403* other
            alias usb:v0403p6001d*dc*dsc*dp*ic*isc*ip*in* ftdi_sio
            alias usb:v1111p2222d010[0-9]dc*dsc*dp*ic*isc*ip*in* storage
            """);
        Assert.Equal(waits, DeviceAppearance.Patience(_kernel, new DriverAliases(_kernel), Device, []) > TimeSpan.Zero);
    }

    [Fact]
    public void Read_NothingThere_IsEmpty() => Assert.Empty(DeviceAppearance.Read(_kernel, "/sys/bus/usb/devices/9-9"));
}
