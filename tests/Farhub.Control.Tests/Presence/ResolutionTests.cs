using Farhub.Control.Model;
using Farhub.Control.Presence;
using Farhub.Control.Tests.Fakes;
using Farhub.Devices;
using FsCheck;
using FsCheck.Fluent;

namespace Farhub.Control.Tests.Presence;

public sealed class ResolutionTests
{
    const string Dongle = "0529:0001";

    static readonly Gen<DeviceBinding> AnyBinding = Gen.OneOf(
        from port in Gen.Choose(1, 4)
        select new DeviceBinding { Port = $"1-{port}" },
        from id in Gen.Choose(1, 3)
        from serial in Gen.Elements<string?>(null, "A", "B")
        from port in Gen.Choose(0, 4)
        select new DeviceBinding { Id = $"0529:000{id}", Serial = serial, Port = port == 0 ? null : $"1-{port}" });

    static readonly Gen<(Share[] Shares, IUsbDevice[] Devices)> Anything =
        from bindings in AnyBinding.ArrayOf()
        from ids in Gen.Choose(0, 3).ArrayOf(5)
        from serials in Gen.Elements<string?>(null, "A", "B").ArrayOf(5)
        select (
            bindings.Select((b, i) => Named($"s{i}", b)).ToArray(),
            ids.Select((id, i) => (id, i)).Where(t => t.id > 0).Select(t => (IUsbDevice)new FakeDevice($"1-{t.i}", $"0529:000{t.id}", serials[t.i])).ToArray());

    static Share Named(string name, DeviceBinding binding) => new() { Name = name, Device = binding };

    static Share ById(string name, string? serial = null, string? port = null) => Named(name, new DeviceBinding { Id = Dongle, Serial = serial, Port = port });

    [Fact]
    public void VidPidAlone_FindsTheOnlyDeviceLikeIt()
    {
        FakeDevice other = new("1-1", "0529:0002");
        FakeDevice dongle = new("1-2", Dongle);
        Resolution found = new([ById("key")], [other, dongle]);
        Assert.Same(dongle, found.DeviceOf("key"));
        Assert.Equal("key", found.ShareOf(dongle));
        Assert.Null(found.ShareOf(other));
        Assert.Null(found.ProblemOf("key"));
        Assert.Equal(["key"], found.Present);
    }

    [Fact]
    public void VidPid_MayBeWrittenShortAndInCapitals() =>
        Assert.NotNull(new Resolution([Named("key", new DeviceBinding { Id = "5AC:1" })], [new FakeDevice("1-1", "05ac:0001")]).DeviceOf("key"));

    [Fact]
    public void TwoLikeIt_AreNotGuessedAmong()
    {
        Resolution found = new([ById("key")], [new FakeDevice("1-1", Dongle), new FakeDevice("1-2", Dongle)]);
        Assert.Null(found.DeviceOf("key"));
        Assert.Equal("2 devices are like it (1-1, 1-2): say at which port", found.ProblemOf("key"));
    }

    [Fact]
    public void Serial_TellsTwinsApart_ToTheLetter()
    {
        FakeDevice one = new("1-1", Dongle, "A");
        FakeDevice two = new("1-2", Dongle, "a");
        Resolution found = new([ById("lower", "a"), ById("upper", "A"), ById("none", "AA")], [one, two]);
        Assert.Same(two, found.DeviceOf("lower"));
        Assert.Same(one, found.DeviceOf("upper"));
        Assert.Equal("it is not plugged in", found.ProblemOf("none"));
    }

    [Fact]
    public void SerialAsked_GoesBeforeNoneAsked()
    {
        FakeDevice one = new("1-1", Dongle, "A");
        FakeDevice two = new("1-2", Dongle, "B");
        // "any" comes first by name and would otherwise not know which.
        Resolution found = new([ById("any"), ById("exact", "A")], [one, two]);
        Assert.Same(one, found.DeviceOf("exact"));
        Assert.Same(two, found.DeviceOf("any"));
    }

    [Fact]
    public void Twins_KeepTheirPorts()
    {
        FakeDevice one = new("1-1", Dongle);
        FakeDevice two = new("1-2", Dongle);
        Resolution found = new([ById("a", port: "1-2"), ById("b", port: "1-1")], [one, two]);
        Assert.Same(two, found.DeviceOf("a"));
        Assert.Same(one, found.DeviceOf("b"));
    }

    [Fact]
    public void TwinThatMoved_IsWhatIsLeftOver()
    {
        FakeDevice stayed = new("1-2", Dongle);
        FakeDevice moved = new("1-3", Dongle);
        // "a" is asked first and must not take what is at the port of "b".
        Resolution found = new([ById("a", port: "1-1"), ById("b", port: "1-2")], [stayed, moved]);
        Assert.Same(moved, found.DeviceOf("a"));
        Assert.Same(stayed, found.DeviceOf("b"));
    }

    [Fact]
    public void DeviceAtAnotherPort_KeepsItsShare()
    {
        FakeDevice moved = new("2-4.1", Dongle, "A");
        Assert.Same(moved, new Resolution([ById("key", "A", "1-1")], [moved]).DeviceOf("key"));
    }

    [Fact]
    public void PortOfTheBinding_DoesNotMakeAnotherDeviceFit()
    {
        Resolution found = new([ById("key", port: "1-1")], [new FakeDevice("1-1", "0529:0002")]);
        Assert.Null(found.DeviceOf("key"));
        Assert.Equal("it is not plugged in", found.ProblemOf("key"));
    }

    [Fact]
    public void PortBoundShare_KeepsItsDevice_WhenTheNumbersChange()
    {
        Share board = Named("board", new DeviceBinding { Port = "1-1" });
        FakeDevice loader = new("1-1", "1209:beba");
        Assert.NotNull(new Resolution([board], [new FakeDevice("1-1", "1209:0001")]).DeviceOf("board"));
        Assert.Same(loader, new Resolution([board], [loader]).DeviceOf("board"));
        Assert.Equal("nothing is plugged into port 1-1", new Resolution([board], [new FakeDevice("1-2", "1209:0001")]).ProblemOf("board"));
    }

    [Fact]
    public void PortBoundShare_GoesBeforeOneByVidPid()
    {
        FakeDevice dongle = new("1-1", Dongle);
        Resolution found = new([ById("a"), Named("b", new DeviceBinding { Port = "1-1" })], [dongle]);
        Assert.Equal("b", found.ShareOf(dongle));
        Assert.Equal("its device is the share 'b'", found.ProblemOf("a"));
    }

    [Fact]
    public void TwoSharesForOneDevice_TheFirstByNameHasIt()
    {
        FakeDevice dongle = new("1-1", Dongle);
        Resolution found = new([ById("b"), ById("a")], [dongle]);
        Assert.Equal("a", found.ShareOf(dongle));
        Assert.Null(found.DeviceOf("b"));
        Assert.Equal("its device is the share 'a'", found.ProblemOf("b"));
    }

    [Fact]
    public void MissingDevice_IsSaid()
    {
        Resolution found = new([ById("key")], []);
        Assert.Equal("it is not plugged in", found.ProblemOf("key"));
        Assert.Empty(found.Present);
    }

    [Fact]
    public void AnyShares_NoDeviceBelongsToTwo_AndEachIsHereOrSaysWhyNot() => Prop.ForAll(Arb.From(Anything), t =>
    {
        Resolution found = new(t.Shares, t.Devices);
        IUsbDevice[] taken = [.. t.Shares.Select(s => found.DeviceOf(s.Name)).OfType<IUsbDevice>()];
        return taken.Distinct().Count() == taken.Length
            && t.Shares.All(s => found.DeviceOf(s.Name) is { } device ? found.ShareOf(device) == s.Name && found.ProblemOf(s.Name) is null : found.ProblemOf(s.Name) is not null)
            && found.Present.Count == taken.Length;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void AnyShares_TheOrderTheyAndDevicesAreGivenIn_DoesNotMatter() => Prop.ForAll(Arb.From(Anything), t =>
    {
        Resolution one = new(t.Shares, t.Devices);
        Resolution other = new(t.Shares.Reverse(), t.Devices.Reverse());
        return t.Shares.All(s => one.DeviceOf(s.Name) == other.DeviceOf(s.Name));
    }).QuickCheckThrowOnFailure();
}
