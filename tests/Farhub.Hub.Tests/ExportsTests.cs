using System.Net;
using Farhub.Devices;
using Farhub.Hub.Admission;
using Farhub.Hub.Tests.Fakes;
using Farhub.Hub.Tests.Wire;
using Farhub.Protocol;
using Farhub.Usb;

namespace Farhub.Hub.Tests;

public sealed class ExportsTests
{
    static ShareMatch Match(string text) => ShareMatch.TryParse(text, out ShareMatch? match) ? match : throw new FormatException(text);

    static readonly Visitor Somebody = new(IPAddress.Loopback);

    static Exports Open(IReadOnlyList<IDeviceSource> sources, IReadOnlyList<ShareMatch> shares) => new(new OpenAdmission(sources, shares), TimeSpan.Zero);

    static DeviceRecord? RecordOf(DeviceInfo device) => Exports.RecordOf(device.BusId, device);

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
        Exports exports = Open([new FakeSource(shared, other), new FakeSource(software)], [Match("1-1")]);
        Assert.Equal(["1-1", "9-1"], exports.List(Somebody).Select(d => d.BusId.ToString()));
        Assert.Same(shared, exports.Admit(Somebody, "1-1").Export?.Device);
        Assert.Equal(OpStatus.NoDevice, exports.Admit(Somebody, "1-2").Status);
        Assert.Same(software, exports.Admit(Somebody, "9-1").Export?.Device);
        Assert.Null(exports.Admit(Somebody, "9-10").Export);
    }

    [Fact]
    public void HeldDevice_IsNotListedAndHasOneHolder()
    {
        using var ring = new SessionRing();
        using var other = new SessionRing(device: new FakeDevice(ring.Device.Info.BusId));
        Exports exports = Open([new FakeSource(ring.Device)], []);
        Assert.True(exports.TryHold(ring.Session));
        Assert.False(exports.TryHold(other.Session));
        Assert.Empty(exports.List(Somebody));
        Assert.Same(ring.Session, exports.HolderOf(ring.Device.Info.BusId));
        exports.Release(other.Session); // Not its own.
        Assert.Same(ring.Session, exports.HolderOf(ring.Device.Info.BusId));
        exports.Release(ring.Session);
        Assert.Null(exports.HolderOf(ring.Device.Info.BusId));
        Assert.Single(exports.List(Somebody));
    }

    [Theory]
    [InlineData(UsbSpeed.Low, UsbSpeed.Low)]
    [InlineData(UsbSpeed.High, UsbSpeed.High)]
    [InlineData(UsbSpeed.Super, UsbSpeed.Super)]
    [InlineData(UsbSpeed.SuperPlus, UsbSpeed.Super)]
    public void Speed_IsOneThatOldClientsTake(UsbSpeed speed, UsbSpeed told)
    {
        Assert.Equal(told, RecordOf(new FakeDevice().Info with { Speed = speed })!.Speed);
    }

    [Fact]
    public void DeviceWhoseNameIsNoBusId_IsNotListed()
    {
        Assert.Null(RecordOf(new FakeDevice("my token").Info));
        Exports exports = Open([new FakeSource(new FakeDevice("my token"), new FakeDevice("1-1"))], []);
        Assert.Equal("1-1", Assert.Single(exports.List(Somebody)).BusId.ToString());
    }

    [Fact]
    public void DeviceWithoutConfiguration_IsDescribedByItsFirst()
    {
        DeviceRecord record = RecordOf(new FakeDevice().Info with { ActiveConfiguration = 0 })!;
        Assert.Equal(0, record.ConfigurationValue);
        Assert.Single(record.Interfaces);
    }

    [Fact]
    public void MoreInterfacesThanTheWireCounts_AreCutToThose()
    {
        var device = new FakeDevice();
        InterfaceDescriptor[] many = [.. Enumerable.Range(0, 256).Select(i => new InterfaceDescriptor((byte)i, 0, 0xff, 0, 0, 0, []))];
        DeviceRecord record = RecordOf(device.Info with { Configurations = [new ConfigurationDescriptor(1, 0x80, 50, many)] })!;
        Assert.Equal(255, record.Interfaces.Count);
    }
}
