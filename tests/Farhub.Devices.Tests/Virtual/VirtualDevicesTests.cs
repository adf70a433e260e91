using Farhub.Devices.Virtual;
using Farhub.Usb;

namespace Farhub.Devices.Tests.Virtual;

public sealed class VirtualDevicesTests : IDisposable
{
    readonly VirtualDevices _devices = new();

    public void Dispose() => _devices.Dispose();

    static VirtualDeviceSpec Spec(string text)
    {
        Assert.True(VirtualDeviceSpec.TryParse(text, out VirtualDeviceSpec? spec, out string? error), error);
        return spec;
    }

    [Fact]
    public void Devices_are_plugged_in_one_after_the_other()
    {
        VirtualDevice loopback = _devices.Add(Spec("loopback"));
        VirtualDevice disk = _devices.Add(Spec("disk,size=1M"));
        Assert.Equal([loopback, disk], _devices.Devices);
        Assert.Equal(["200-1", "200-2"], _devices.Devices.Select(d => d.Info.BusId));
        Assert.Equal([new VidPid(0x1209, 1), new VidPid(0x1209, 2)], _devices.Devices.Select(d => d.Info.Id));
        Assert.Equal([UsbSpeed.High, UsbSpeed.Super], _devices.Devices.Select(d => d.Info.Speed));
        Assert.All(_devices.Devices, d => Assert.True(d.Info is { IsVirtual: true, ActiveConfiguration: 1, InUse: null }));
        Assert.Equal((1 << 20, false), (((VirtualDisk)disk).Size, ((VirtualDisk)disk).IsReadOnly));
    }

    [Fact]
    public void A_thousand_devices_have_a_thousand_names()
    {
        for (int i = 0; i < 1000; i++) _devices.Add(port => new VirtualLoopback(port));
        IReadOnlyList<IUsbDevice> all = _devices.Devices;
        Assert.Equal(1000, all.Select(d => d.Info.BusId).Distinct().Count());
        Assert.Equal(1000, all.Select(d => (d.Info.BusNumber, d.Info.DeviceNumber)).Distinct().Count());
        Assert.Equal(1000, all.Select(d => d.Info.Serial).Distinct().Count());
        Assert.All(all, d => Assert.Equal($"{d.Info.BusNumber}-{d.Info.DeviceNumber}", d.Info.BusId));
        Assert.All(all, d => Assert.True(d.Info.BusNumber is >= 200 and <= 255 && d.Info.DeviceNumber is >= 1 and <= 255));
        Assert.Equal("203-235", all[^1].Info.BusId);
    }

    [Fact]
    public void A_free_port_is_used_again()
    {
        VirtualDevice[] all = [.. Enumerable.Range(0, 3).Select(_ => _devices.Add(Spec("loopback")))];
        _devices.Remove(all[1]);
        _devices.Remove(all[1]);
        Assert.Equal([all[0], all[2]], _devices.Devices);
        Assert.Throws<DeviceException>(() => all[1].Open(new RecordingSink(), OpenOptions.Default));
        VirtualDevice again = _devices.Add(Spec("loopback"));
        Assert.Equal([all[0], again, all[2]], _devices.Devices);
        Assert.Equal("200-2", again.Info.BusId);
    }

    [Fact]
    public void A_device_that_cannot_be_made_leaves_no_trace()
    {
        Assert.Throws<DeviceException>(() => _devices.Add(Spec("disk=/nonexistent/disk.img,size=1M")));
        Assert.Empty(_devices.Devices);
        Assert.Equal("200-1", _devices.Add(Spec("loopback")).Info.BusId);
    }

    [Fact]
    public void Coming_and_going_is_told_in_order_on_another_thread()
    {
        var told = new List<(DeviceChangeKind, IUsbDevice)>();
        using var all = new CountdownEvent(3);
        int thread = 0;
        _devices.Changed += change =>
        {
            told.Add((change.Kind, change.Device));
            thread = Environment.CurrentManagedThreadId;
            all.Signal();
        };
        VirtualDevice first = _devices.Add(Spec("loopback"));
        VirtualDevice second = _devices.Add(Spec("loopback"));
        _devices.Remove(first);
        Assert.True(all.Wait(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        Assert.Equal([(DeviceChangeKind.Added, first), (DeviceChangeKind.Added, second), (DeviceChangeKind.Removed, first)], told);
        Assert.NotEqual(Environment.CurrentManagedThreadId, thread);
    }

    [Fact]
    public async Task Without_power_a_device_is_away_and_comes_back_as_it_was()
    {
        var clock = new DelayClock();
        using var devices = new VirtualDevices(clock);
        VirtualDevice first = devices.Add(Spec("loopback")), second = devices.Add(Spec("disk,size=1M"));
        var told = new List<(DeviceChangeKind, IUsbDevice)>();
        using var all = new CountdownEvent(3);
        devices.Changed += change =>
        {
            told.Add((change.Kind, change.Device));
            all.Signal();
        };
        var sink = new RecordingSink();
        using OpenDevice open = first.Open(sink, OpenOptions.Default);
        Task cycling = devices.CycleAsync("200-1", TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        Assert.Equal(TimeSpan.FromSeconds(2), await clock.Begun);
        Assert.Equal("its port lost power", sink.WaitForGone());
        open.Dispose();
        Assert.Equal([second], devices.Devices);
        Assert.True(devices.HasPort("200-1"));
        Assert.Equal("200-3", devices.Add(Spec("loopback")).Info.BusId); // The port is kept.
        Assert.Equal(DeviceFailure.Gone, Assert.Throws<DeviceException>(() => first.Open(sink, OpenOptions.Default)).Failure);
        Assert.Equal(DeviceFailure.Busy, (await Assert.ThrowsAsync<DeviceException>(() => devices.CycleAsync("200-1", TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken))).Failure);
        clock.End();
        await cycling;
        Assert.Equal([first, second], devices.Devices.Take(2));
        Assert.True(all.Wait(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        Assert.Equal([DeviceChangeKind.Removed, DeviceChangeKind.Added, DeviceChangeKind.Added], told.Select(t => t.Item1));
        Assert.Equal([first, devices.Devices[2], first], told.Select(t => t.Item2));
        first.Open(new RecordingSink(), OpenOptions.Default).Dispose();
    }

    [Fact]
    public async Task Unplugged_while_without_power_a_device_stays_away()
    {
        var clock = new DelayClock();
        using var devices = new VirtualDevices(clock);
        VirtualDevice device = devices.Add(Spec("loopback"));
        Task cycling = devices.CycleAsync("200-1", TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        await clock.Begun;
        devices.Remove(device);
        clock.End();
        await cycling;
        Assert.Empty(devices.Devices);
        Assert.False(devices.HasPort("200-1"));
        Assert.Equal("device 200-1 is unplugged", Assert.Throws<DeviceException>(() => device.Open(new RecordingSink(), OpenOptions.Default)).Message);
        Assert.Equal(DeviceFailure.Gone, (await Assert.ThrowsAsync<DeviceException>(() => devices.CycleAsync("200-1", TimeSpan.Zero, TestContext.Current.CancellationToken))).Failure);
    }

    [Fact]
    public void The_end_of_the_hub_unplugs_all()
    {
        var sink = new RecordingSink();
        using OpenDevice open = _devices.Add(Spec("loopback")).Open(sink, OpenOptions.Default);
        _devices.Dispose();
        Assert.Equal("unplugged", sink.WaitForGone());
        Assert.Empty(_devices.Devices);
        Assert.Throws<ObjectDisposedException>(() => _devices.Add(Spec("loopback")));
    }

    [Theory]
    [InlineData("loopback", VirtualDeviceKind.Loopback, null, false, null)]
    [InlineData("disk", VirtualDeviceKind.Disk, null, false, null)]
    [InlineData("disk,size=512", VirtualDeviceKind.Disk, null, false, 512L)]
    [InlineData("disk=/srv/a b=c.img", VirtualDeviceKind.Disk, "/srv/a b=c.img", false, null)]
    [InlineData("disk=x.img,ro", VirtualDeviceKind.Disk, "x.img", true, null)]
    [InlineData("disk=x.img,ro,size=64M", VirtualDeviceKind.Disk, "x.img", true, 64L << 20)]
    [InlineData("disk=x.img,size=3K", VirtualDeviceKind.Disk, "x.img", false, 3072L)]
    [InlineData("disk=x.img,size=2G", VirtualDeviceKind.Disk, "x.img", false, 2L << 30)]
    public void A_specification_is_read_and_written_back(string text, VirtualDeviceKind kind, string? path, bool isReadOnly, long? size)
    {
        VirtualDeviceSpec spec = Spec(text);
        Assert.Equal((kind, path, isReadOnly, size), (spec.Kind, spec.Path, spec.IsReadOnly, spec.Size));
        Assert.Equal(text, spec.ToString());
    }

    [Theory]
    [InlineData(null, "There is no software device ''; choose loopback, disk or disk=PATH.")]
    [InlineData("", "There is no software device ''; choose loopback, disk or disk=PATH.")]
    [InlineData("Disk", "There is no software device 'Disk'; choose loopback, disk or disk=PATH.")]
    [InlineData("loopback,ro", "A loopback takes no options.")]
    [InlineData("loopback=3", "A loopback takes no options.")]
    [InlineData("disk=", "The image file after 'disk=' is missing; write disk=PATH, or disk alone for one in memory.")]
    [InlineData("disk,rw", "A disk has no option 'rw'; there are ro and size=SIZE.")]
    [InlineData("disk,", "A disk has no option ''; there are ro and size=SIZE.")]
    [InlineData("disk,size=", "'' is not a size; write a number of bytes, or of K, M or G, such as 64M.")]
    [InlineData("disk,size=0", "'0' is not a size; write a number of bytes, or of K, M or G, such as 64M.")]
    [InlineData("disk,size=-1K", "'-1K' is not a size; write a number of bytes, or of K, M or G, such as 64M.")]
    [InlineData("disk,size=1.5G", "'1.5G' is not a size; write a number of bytes, or of K, M or G, such as 64M.")]
    [InlineData("disk,size=64MB", "'64MB' is not a size; write a number of bytes, or of K, M or G, such as 64M.")]
    [InlineData("disk,size=9999999999G", "'9999999999G' is not a size; write a number of bytes, or of K, M or G, such as 64M.")]
    [InlineData("disk,size=1000", "A disk of 1000 bytes cannot be; the size must be a multiple of 512.")]
    [InlineData("disk,size=1M,size=1M", "The size is given twice.")]
    public void A_mistake_is_told_in_one_sentence(string? text, string expected)
    {
        Assert.False(VirtualDeviceSpec.TryParse(text, out VirtualDeviceSpec? spec, out string? error));
        Assert.Null(spec);
        Assert.Equal(expected, error);
    }
}
