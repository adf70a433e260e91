using Farhub.Hub.Tests.Fakes;
using Farhub.Hub.Tests.Wire;
using Farhub.Protocol;
using Farhub.Usb;

namespace Farhub.Hub.Tests;

public sealed class ExportsTests
{
    static ShareMatch Match(string text) => ShareMatch.TryParse(text, out ShareMatch? match) ? match : throw new FormatException(text);

    static FakeDevice Physical(string busId)
    {
        var device = new FakeDevice(busId);
        device.Info = device.Info with { IsVirtual = false };
        return device;
    }

    [Fact]
    public void PhysicalDevices_AreSharedOnlyWhenAMatchSaysSo()
    {
        FakeDevice shared = Physical("1-1");
        FakeDevice other = Physical("1-2");
        var software = new FakeDevice("9-1");
        var exports = new Exports([new FakeSource(shared, other), new FakeSource(software)], [Match("1-1")]);
        Assert.Equal(["1-1", "9-1"], exports.List().Select(d => d.BusId.ToString()));
        Assert.Same(shared, exports.Find("1-1"));
        Assert.Null(exports.Find("1-2"));
        Assert.Same(software, exports.Find("9-1"));
        Assert.Null(exports.Find("9-10"));
    }

    [Fact]
    public void HeldDevice_IsNotListedAndHasOneHolder()
    {
        using var ring = new SessionRing();
        using var other = new SessionRing(device: new FakeDevice(ring.Device.Info.BusId));
        var exports = new Exports([new FakeSource(ring.Device)], []);
        Assert.True(exports.TryHold(ring.Session));
        Assert.False(exports.TryHold(other.Session));
        Assert.Empty(exports.List());
        Assert.Same(ring.Session, exports.HolderOf(ring.Device.Info.BusId));
        exports.Release(other.Session); // Not its own.
        Assert.Same(ring.Session, exports.HolderOf(ring.Device.Info.BusId));
        exports.Release(ring.Session);
        Assert.Null(exports.HolderOf(ring.Device.Info.BusId));
        Assert.Single(exports.List());
    }

    [Theory]
    [InlineData(UsbSpeed.Low, UsbSpeed.Low)]
    [InlineData(UsbSpeed.High, UsbSpeed.High)]
    [InlineData(UsbSpeed.Super, UsbSpeed.Super)]
    [InlineData(UsbSpeed.SuperPlus, UsbSpeed.Super)]
    public void Speed_IsOneThatOldClientsTake(UsbSpeed speed, UsbSpeed told)
    {
        Assert.Equal(told, Exports.RecordOf(new FakeDevice().Info with { Speed = speed })!.Speed);
    }

    [Fact]
    public void DeviceWhoseNameIsNoBusId_IsNotListed()
    {
        Assert.Null(Exports.RecordOf(new FakeDevice("my token").Info));
        var exports = new Exports([new FakeSource(new FakeDevice("my token"), new FakeDevice("1-1"))], []);
        Assert.Equal("1-1", Assert.Single(exports.List()).BusId.ToString());
    }

    [Fact]
    public void DeviceWithoutConfiguration_IsDescribedByItsFirst()
    {
        DeviceRecord record = Exports.RecordOf(new FakeDevice().Info with { ActiveConfiguration = 0 })!;
        Assert.Equal(0, record.ConfigurationValue);
        Assert.Single(record.Interfaces);
    }

    [Fact]
    public void MoreInterfacesThanTheWireCounts_AreCutToThose()
    {
        var device = new FakeDevice();
        InterfaceDescriptor[] many = [.. Enumerable.Range(0, 256).Select(i => new InterfaceDescriptor((byte)i, 0, 0xff, 0, 0, 0, []))];
        DeviceRecord record = Exports.RecordOf(device.Info with { Configurations = [new ConfigurationDescriptor(1, 0x80, 50, many)] })!;
        Assert.Equal(255, record.Interfaces.Count);
    }
}
