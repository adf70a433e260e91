using Farhub.Control.Events;
using Farhub.Control.Model;
using Farhub.Control.Presence;
using Farhub.Control.State;
using Farhub.Control.Tests.Fakes;

namespace Farhub.Control.Tests.Presence;

public sealed class DevicePresenceTests : IDisposable
{
    readonly FakeSource _source = new();
    readonly EventStream _events = new(new ManualTime());
    readonly Registry _registry = new(new MemoryStore(), new ManualTime());
    readonly DevicePresence _presence;
    int _seen;

    public DevicePresenceTests() => _presence = new DevicePresence(_registry, [_source], _events);

    public void Dispose()
    {
        _presence.Dispose();
        _registry.Dispose();
        _source.Dispose();
    }

    void Share(string name, DeviceBinding device) => _registry.Change(Actor.Hub, s => s with { Shares = s.Shares.SetItem(name, new Share { Name = name, Device = device }) });

    /// <summary>What was told since the last time.</summary>
    string[] Told()
    {
        string[] told = [.. _events.Recent().Skip(_seen).Select(e => $"{e.Type} {e.Share}: {e.Text}")];
        _seen += told.Length;
        return told;
    }

    [Fact]
    public void DeviceOfAShare_IsToldOf_WhenItComesAndGoes()
    {
        Share("key", new DeviceBinding { Id = "0529:0001" });
        Assert.Empty(Told());
        FakeDevice key = new("1-4", "0529:0001"), other = new("1-5", "0403:6001");
        _source.Add(key);
        Assert.Equal(["device.added : 1-4 0529:0001", "share.appeared key: at port 1-4"], Told());
        _source.Add(other);
        Assert.Equal(["device.added : 1-5 0403:6001"], Told());
        _source.Remove(key);
        Assert.Equal(["device.removed : 1-4 0529:0001", "share.disappeared key: it is not plugged in"], Told());
        Assert.Null(_presence.Now.DeviceOf("key"));
    }

    [Fact]
    public void ShareThatIsMadeOrRemoved_OrBoundAnew_IsToldOf()
    {
        _source.Add(new FakeDevice("1-4", "0529:0001"));
        Told();
        Share("key", new DeviceBinding { Port = "1-4" });
        Assert.Equal(["share.appeared key: at port 1-4"], Told());
        Share("key", new DeviceBinding { Port = "1-9" });
        Assert.Equal(["share.disappeared key: nothing is plugged into port 1-9"], Told());
        Share("key", new DeviceBinding { Port = "1-4" });
        Told();
        _registry.Change(Actor.Hub, s => s with { Shares = s.Shares.Remove("key") });
        Assert.Equal(["share.disappeared key: the share is gone"], Told());
    }

    [Fact]
    public void AfterItsEnd_NothingIsToldAnyMore()
    {
        Share("key", new DeviceBinding { Port = "1-4" });
        _presence.Dispose();
        _source.Add(new FakeDevice("1-4", "0529:0001"));
        Assert.Empty(Told());
    }
}
