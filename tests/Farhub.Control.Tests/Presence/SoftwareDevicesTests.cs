using Farhub.Control.Presence;
using Farhub.Control.State;
using Farhub.Control.Tests.Fakes;
using Farhub.Devices;
using Farhub.Devices.Virtual;

namespace Farhub.Control.Tests.Presence;

public sealed class SoftwareDevicesTests
{
    readonly TestHub _hub = TestHub.Empty();

    [Fact]
    public void WhatWasPluggedIn_IsThereAgainAfterARestart_AtItsPort()
    {
        using (VirtualDevices before = new())
        {
            var devices = new SoftwareDevices(_hub.Registry, before);
            IUsbDevice first = devices.Plug(Actor.Hub, "loopback");
            IUsbDevice second = devices.Plug(Actor.Hub, "disk");
            Assert.Equal(("200-1", "200-2", "Virtual disk"), (first.Info.BusId, second.Info.BusId, second.Info.Product));
            devices.Unplug(Actor.Hub, "200-1");
            Assert.Equal(second, Assert.Single(before.Devices));
        }
        using VirtualDevices after = new();
        var again = new SoftwareDevices(_hub.Restart().Registry, after);
        Assert.Equal(("200-2", "Virtual disk"), (Assert.Single(after.Devices).Info.BusId, after.Devices[0].Info.Product));
        Assert.True(again.Has("200-2"));
        again.Unplug(Actor.Hub, "200-2");
        Assert.Empty(after.Devices);
        Assert.Empty(_hub.Restart().State.Settings);
    }

    [Fact]
    public void PortThatIsTakenAfterARestart_IsLeftToWhatIsThere()
    {
        using (VirtualDevices before = new()) new SoftwareDevices(_hub.Registry, before).Plug(Actor.Hub, "loopback");
        using VirtualDevices after = new();
        Assert.True(VirtualDeviceSpec.TryParse("disk", out VirtualDeviceSpec? disk, out _));
        after.Add(disk);
        var again = new SoftwareDevices(_hub.Restart().Registry, after);
        Assert.Equal(["Virtual disk", "Virtual loopback"], after.Devices.Select(d => d.Info.Product));
        Assert.Equal((false, true), (again.Has("200-1"), again.Has("200-2")));
    }

    [Fact]
    public void HubWithoutSoftwareDevices_TakesNone()
    {
        var devices = new SoftwareDevices(_hub.Registry, null);
        Assert.Equal("This hub takes no software devices.", TestHub.Refusal(ControlFailure.Unable, () => devices.Plug(Actor.Hub, "disk")));
        Assert.False(devices.Has("200-1"));
    }
}
