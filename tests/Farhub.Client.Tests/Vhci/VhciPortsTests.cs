using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Farhub.Client.Vhci;
using Farhub.Protocol;
using Farhub.Usb;

namespace Farhub.Client.Tests.Vhci;

[SupportedOSPlatform("linux")]
public sealed class VhciPortsTests : IDisposable
{
    const int Timeout = 30_000;

    readonly FakeKernel _kernel = FakeKernel.Make();
    readonly ManualTime _time = new();
    readonly List<IDisposable> _sockets = [];

    public void Dispose()
    {
        _kernel.Dispose();
        _sockets.ForEach(s => s.Dispose());
    }

    VhciPorts Ports() => new(_kernel, _time);

    ImportedDevice Imported(UsbSpeed speed = UsbSpeed.High)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(listener.LocalEndpoint);
        _sockets.Add(listener.AcceptSocket());
        return new ImportedDevice(HubAddress.Parse("rack1:3241"), TestDevice.Record with { Speed = speed }, socket);
    }

    /// <summary>The device is there at the first look after the attach.</summary>
    void EnumerateAtOnce() => _kernel.Attached = port => _kernel.Enumerate(port, "5-1", "farhub-test");

    [Fact(Timeout = Timeout)]
    public async Task Attach_WritesPortSocketDeviceAndSpeed_AndLeavesTheStockToolsRecord()
    {
        EnumerateAtOnce();
        ImportedDevice imported = Imported();
        VhciPort port = await Ports().AttachAsync(imported);
        string[] written = Assert.Single(_kernel.Writes).Split(' ');
        Assert.Equal(["attach", "0", "196625", "3"], [written[0], written[1], written[3], written[4]]);
        Assert.Equal("rack1 3241 3-2.1\n", await File.ReadAllTextAsync(_kernel.Locate("/var/run/vhci_hcd/port0")));
        Assert.Equal((0, "5-1", HubAddress.Parse("rack1:3241"), TestDevice.BusId), (port.Number, port.LocalBusId, port.Hub, port.BusId));
        Assert.Equal(new Appearance(AppearanceKind.Driver, "farhub-test"), Assert.Single(port.Appearances));
        Assert.Throws<InvalidOperationException>(imported.TakeSocket);
        Assert.Equal(0, _sockets.Cast<Socket>().Single().Receive(new byte[1])); // Our copy of the connection is closed.
    }

    [Theory(Timeout = Timeout)]
    [InlineData(UsbSpeed.Unknown, 0, "3")]
    [InlineData(UsbSpeed.Low, 0, "1")]
    [InlineData(UsbSpeed.Full, 0, "2")]
    [InlineData(UsbSpeed.High, 0, "3")]
    [InlineData(UsbSpeed.Super, 2, "5")]
    [InlineData(UsbSpeed.SuperPlus, 2, "6")]
    public async Task Attach_TakesAPortOfTheRightHalf(UsbSpeed speed, int port, string written)
    {
        EnumerateAtOnce();
        Assert.Equal(port, (await Ports().AttachAsync(Imported(speed))).Number);
        Assert.Equal(written, _kernel.Writes[0].Split(' ')[^1]);
    }

    [Fact(Timeout = Timeout)]
    public async Task Attach_SpreadsOverControllers()
    {
        _kernel.SetRow(0, "006 003 00010002 000005 3-1");
        EnumerateAtOnce();
        Assert.Equal(4, (await Ports().AttachAsync(Imported())).Number);
    }

    [Fact(Timeout = Timeout)]
    public async Task Attach_PortTakenMeanwhile_TakesTheNext()
    {
        EnumerateAtOnce();
        _kernel.Refuse = (_, text) =>
        {
            if (text.StartsWith("0 ", StringComparison.Ordinal)) throw FakeKernel.Errno(Errno.EBUSY);
            if (text.StartsWith("1 ", StringComparison.Ordinal)) throw FakeKernel.Errno(Errno.EAGAIN);
        };
        Assert.Equal(4, (await Ports().AttachAsync(Imported())).Number);
        Assert.Equal(["0", "1", "4"], _kernel.Writes.Select(w => w.Split(' ')[1]));
    }

    [Fact(Timeout = Timeout)]
    public async Task Attach_OldKernelRefusesSpeed6_GetsSpeed5()
    {
        EnumerateAtOnce();
        _kernel.Refuse = (_, text) =>
        {
            if (text.EndsWith(" 6", StringComparison.Ordinal)) throw FakeKernel.Errno(Errno.EINVAL);
        };
        Assert.Equal(2, (await Ports().AttachAsync(Imported(UsbSpeed.SuperPlus))).Number);
        Assert.Equal(["6", "5"], _kernel.Writes.Select(w => w.Split(' ')[^1]));
    }

    [Fact(Timeout = Timeout)]
    public async Task Attach_AllPortsTaken_SaysSo()
    {
        _kernel.Refuse = (_, _) => throw FakeKernel.Errno(Errno.EBUSY);
        VhciException e = await Assert.ThrowsAsync<VhciException>(() => Ports().AttachAsync(Imported()));
        Assert.Equal(VhciFailure.NoFreePort, e.Failure);
        Assert.Contains("All 4 high-speed ports", e.Message, StringComparison.Ordinal);
        Assert.Equal(4, _kernel.Writes.Count);
    }

    [Fact(Timeout = Timeout)]
    public async Task Attach_RefusedOrForbidden_SaysWhichAndLeavesNoRecord()
    {
        _kernel.Refuse = (_, _) => throw FakeKernel.Errno(Errno.EINVAL);
        Assert.Equal(VhciFailure.Refused, (await Assert.ThrowsAsync<VhciException>(() => Ports().AttachAsync(Imported()))).Failure);
        _kernel.Refuse = (_, _) => throw new UnauthorizedAccessException();
        Assert.Equal(VhciFailure.NeedsRoot, (await Assert.ThrowsAsync<VhciException>(() => Ports().AttachAsync(Imported()))).Failure);
        Assert.False(Directory.Exists(_kernel.Locate("/var/run/vhci_hcd")));
    }

    [Fact(Timeout = Timeout)]
    public async Task Attach_DeviceVanishesAgain_SaysSoAndCleansUp()
    {
        _time.Waited = () => _kernel.Free(0);
        VhciException e = await Assert.ThrowsAsync<VhciException>(() => Ports().AttachAsync(Imported()));
        Assert.Equal(VhciFailure.Vanished, e.Failure);
        Assert.False(File.Exists(_kernel.Locate("/var/run/vhci_hcd/port0")));
    }

    [Fact(Timeout = Timeout)]
    public async Task Attach_NeverEnumerated_GivesUpAndDetaches()
    {
        VhciException e = await Assert.ThrowsAsync<VhciException>(() => Ports().AttachAsync(Imported()));
        Assert.Equal(VhciFailure.NotEnumerated, e.Failure);
        Assert.Equal("detach 0", _kernel.Writes[^1]);
        Assert.InRange(_time.Elapsed, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(11));
    }

    [Fact(Timeout = Timeout)]
    public async Task Attach_UsedBeforeItsDirectoryExists_GoesOnWaiting()
    {
        int looks = 0;
        _kernel.Attached = port => _kernel.SetRow(port, "006 003 00030011 000042 5-1");
        _time.Waited = () =>
        {
            if (++looks == 3) _kernel.Enumerate(0, "5-1", "farhub-test");
        };
        Assert.Equal("5-1", (await Ports().AttachAsync(Imported())).LocalBusId);
        Assert.Equal(3, looks);
    }

    [Fact(Timeout = Timeout)]
    public async Task Attach_Disk_WaitsForTheDiskAndItsPartitions()
    {
        int looks = 0;
        string directory = "";
        _kernel.Attached = port => directory = _kernel.Enumerate(port, "5-1", "usb-storage");
        _time.Waited = () =>
        {
            if (++looks != 25) return;
            string disk = $"{directory}/host3/target3:0:0/3:0:0:0/block/sda";
            _kernel.Appear(disk, "block", "sda");
            _kernel.Put($"{disk}/device/model", "Flash Disk      \n");
            _kernel.Appear($"{disk}/sda1", "block", "sda1");
        };
        VhciPort port = await Ports().AttachAsync(Imported());
        Assert.Equal([new Appearance(AppearanceKind.Block, "/dev/sda", "Flash Disk"), new Appearance(AppearanceKind.Block, "/dev/sda1")], port.Appearances);
        Assert.Equal(25, looks);
    }

    [Fact(Timeout = Timeout)]
    public async Task Attach_NoDriver_WaitsASecondAndSaysSo()
    {
        _kernel.Attached = port => _kernel.Enumerate(port, "5-1");
        VhciPort port = await Ports().AttachAsync(Imported());
        Assert.Equal(AppearanceKind.NoDriver, Assert.Single(port.Appearances).Kind);
        Assert.Equal(TimeSpan.FromSeconds(1), _time.Elapsed);
    }

    [Fact(Timeout = Timeout)]
    public async Task Attach_NoModule_NamesThePackage()
    {
        using FakeKernel bare = FakeKernel.Make(isLoaded: false);
        bare.Put("/etc/os-release", "NAME=\"Ubuntu\"\nID=ubuntu\nID_LIKE=debian\n");
        bare.Put("/proc/sys/kernel/osrelease", "6.8.0-45-generic\n");
        VhciException e = await Assert.ThrowsAsync<VhciException>(() => new VhciPorts(bare, _time).AttachAsync(Imported()));
        Assert.Equal(VhciFailure.NoModule, e.Failure);
        Assert.EndsWith("apt install linux-modules-extra-6.8.0-45-generic", e.Message, StringComparison.Ordinal);

        bare.Modprobe = () => "modprobe: ERROR: could not insert 'vhci_hcd': Operation not permitted";
        e = await Assert.ThrowsAsync<VhciException>(() => new VhciPorts(bare, _time).AttachAsync(Imported()));
        Assert.Equal(VhciFailure.NeedsRoot, e.Failure);

        bare.Modprobe = () =>
        {
            bare.LoadVhci();
            return null;
        };
        bare.Attached = port => bare.Enumerate(port, "5-1", "farhub-test");
        Assert.Equal(0, (await new VhciPorts(bare, _time).AttachAsync(Imported())).Number);
    }

    [Fact(Timeout = Timeout)]
    public async Task Read_ShowsOtherToolsDevices_AndIgnoresStaleRecords()
    {
        _kernel.Enumerate(1, "5-2", "farhub-test");
        _kernel.SetRow(2, "006 005 00010004 000007 6-1");
        _kernel.SetRow(3, "005 000 00000000 0000000000000000 0-0");
        _kernel.Put("/var/run/vhci_hcd/port1", "fe80::1 3240 1-4\n");
        _kernel.Put("/var/run/vhci_hcd/port0", "rack1 3240 1-9\n");
        _kernel.Put("/var/run/vhci_hcd/port2", "nonsense\n");
        IReadOnlyList<VhciPort> ports = Ports().Read();
        Assert.Equal([1, 2], ports.Select(p => p.Number));
        Assert.Equal((HubAddress.Parse("[fe80::1]"), BusId.Parse("1-4"), false), (ports[0].Hub, ports[0].BusId, ports[0].IsSuperSpeed));
        Assert.Equal((null, null, true, "6-1"), (ports[1].Hub, ports[1].BusId, ports[1].IsSuperSpeed, ports[1].LocalBusId));
        using FakeKernel bare = FakeKernel.Make(isLoaded: false);
        Assert.Empty(new VhciPorts(bare, _time).Read());
        await Task.CompletedTask;
    }

    [Fact(Timeout = Timeout)]
    public async Task Detach_ByPortByEitherBusIdAndAll()
    {
        _kernel.Enumerate(0, "5-1");
        _kernel.Enumerate(1, "5-2");
        _kernel.Enumerate(4, "7-1");
        _kernel.Put("/var/run/vhci_hcd/port0", "rack1 3240 1-4\n");
        _kernel.Put("/var/run/vhci_hcd/port1", "rack2 3240 1-4\n");
        VhciPorts ports = Ports();
        VhciException e = await Assert.ThrowsAsync<VhciException>(() => ports.DetachAsync("1-4"));
        Assert.Equal(VhciFailure.Ambiguous, e.Failure);
        Assert.Contains("0, 1", e.Message, StringComparison.Ordinal);
        Assert.Equal(VhciFailure.NotAttached, (await Assert.ThrowsAsync<VhciException>(() => ports.DetachAsync("9-9"))).Failure);
        Assert.Equal(VhciFailure.NotAttached, (await Assert.ThrowsAsync<VhciException>(() => ports.DetachAsync(5))).Failure);
        Assert.Equal(1, (await ports.DetachAsync("5-2")).Number);
        Assert.False(File.Exists(_kernel.Locate("/var/run/vhci_hcd/port1")));
        Assert.Equal(0, (await ports.DetachAsync("1-4")).Number);
        Assert.Equal([4], (await ports.DetachAllAsync()).Select(p => p.Number));
        Assert.Empty(ports.Read());
        Assert.Empty(await ports.DetachAllAsync());
    }

    [Fact]
    public void WriteAttribute_ReportsTheKernelsErrno()
    {
        // Any attribute of the running kernel does: this one refuses what is no number.
        IOException e = Assert.Throws<IOException>(() => new SystemFiles().WriteAttribute("/proc/self/oom_score_adj", "x"));
        Assert.Equal(Errno.EINVAL, e.HResult);
    }
}
