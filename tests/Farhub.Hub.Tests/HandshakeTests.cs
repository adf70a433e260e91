using System.Text;
using Farhub.Devices;
using Farhub.Hub.Tests.Fakes;
using Farhub.Hub.Tests.Wire;
using Farhub.Protocol;
using Farhub.Usb;

namespace Farhub.Hub.Tests;

public sealed class HandshakeTests
{
    static byte[] Operation(OpCode code, ushort version = OpHeader.CurrentVersion, OpStatus status = OpStatus.Ok)
    {
        byte[] bytes = new byte[OpHeader.Size];
        new OpHeader(version, code, status).Write(bytes);
        return bytes;
    }

    [Fact]
    public async Task List_DescribesEachDeviceWithItsInterfaces()
    {
        var device = new FakeDevice();
        await using var hub = new TestHub(device, new FakeDevice());
        using WireClient client = hub.Connect();
        List<DeviceRecord> devices = client.List();
        Assert.Equal(2, devices.Count);
        DeviceRecord first = devices[0];
        Assert.Equal((device.Info.BusId, device.Info.Path), (first.BusId.ToString(), first.Path));
        Assert.Equal((7u, (uint)device.Info.DeviceNumber, UsbSpeed.High), (first.BusNumber, first.DeviceNumber, first.Speed));
        Assert.Equal((0x1209, 0x0001, 0x0102), (first.Id.Vendor, first.Id.Product, first.DeviceVersion));
        Assert.Equal((0xef, 2, 1), (first.Class, first.SubClass, first.Protocol));
        Assert.Equal((1, 1), (first.ConfigurationValue, first.ConfigurationCount));
        Assert.Equal([new InterfaceRecord(0xff, 0x11, 0x22)], first.Interfaces);
    }

    [Fact]
    public async Task ListOfNothing_IsEmpty()
    {
        await using var hub = new TestHub();
        using WireClient client = hub.Connect();
        Assert.Empty(client.List());
    }

    [Fact]
    public async Task ListOfAThousand_IsComplete()
    {
        FakeDevice[] devices = [.. Enumerable.Range(1, 1000).Select(i => new FakeDevice($"9-{i}"))];
        await using var hub = new TestHub(devices);
        using (WireClient client = hub.Connect())
        {
            Assert.Equal(devices.Select(d => d.Info.BusId), client.List().Select(d => d.BusId.ToString()));
        }
        using WireClient last = hub.Attach(devices[999]);
        Assert.Equal(0, last.Ask(Request.In(FakeDevice.BulkIn, 1)).Status);
    }

    [Fact]
    public async Task List_OmitsDevicesInUse()
    {
        var device = new FakeDevice();
        await using var hub = new TestHub(device);
        using (WireClient holder = hub.Attach(device))
        {
            using WireClient client = hub.Connect();
            Assert.Empty(client.List());
        }
        Eventually.True(() => hub.Server.SessionCount == 0, "the end of the session");
        using WireClient again = hub.Connect();
        Assert.Single(again.List());
    }

    [Fact]
    public async Task Import_DescribesTheDevice()
    {
        var device = new FakeDevice();
        await using var hub = new TestHub(device);
        using WireClient client = hub.Connect();
        DeviceRecord record = client.Import(device.Info.BusId);
        Assert.Equal(device.Info.Id, record.Id);
        Assert.Equal(1, hub.Server.SessionCount);
        Assert.Equal(0, client.Ask(Request.In(FakeDevice.BulkIn, 1)).Status);
    }

    [Fact]
    public async Task ImportOfUnknown_RepliesNoDevice()
    {
        await using var hub = new TestHub(new FakeDevice());
        using WireClient client = hub.Connect();
        Assert.Equal(OpStatus.NoDevice, client.TryImport("1-1", out _));
    }

    public static TheoryData<string> BadBusIds => ["", "a b", "../1", "1/2", "1\n2", "\u001b[31m", new string('1', 32), "\ufffd"];

    [Theory]
    [MemberData(nameof(BadBusIds))]
    public async Task ImportOfWhatIsNoBusId_RepliesNoDevice(string busId)
    {
        await using var hub = new TestHub(new FakeDevice());
        using WireClient client = hub.Connect();
        Assert.Equal(OpStatus.NoDevice, client.TryImport(busId, out _));
        Assert.DoesNotContain(hub.Log.Lines, l => l.Text.Contains('\u001b') || l.Text.Contains('\n'));
    }

    [Fact]
    public async Task ImportWithGarbageBehindTheName_TakesTheNameOnlyUpToItsEnd()
    {
        // What stands behind the NUL is none of the name; but it is not echoed either.
        var device = new FakeDevice("3-1");
        await using var hub = new TestHub(device);
        using WireClient client = hub.Connect();
        byte[] request = [.. Operation(OpCode.RequestImport), .. Encoding.ASCII.GetBytes("3-1\0garbage"), .. new byte[21]];
        client.Write(request);
        byte[] reply = client.Read(OpHeader.Size + DeviceRecord.Size);
        Assert.Equal(OpStatus.Ok, OpHeader.Read(reply).Status);
        Assert.Equal([.. "3-1"u8, .. new byte[29]], reply[264..296]);
    }

    [Fact]
    public async Task ImportOfTheLongestName_Succeeds()
    {
        var device = new FakeDevice(new string('1', 29) + "-1");
        await using var hub = new TestHub(device);
        using WireClient client = hub.Connect();
        Assert.Equal(device.Info.BusId, client.Import(device.Info.BusId).BusId.ToString());
    }

    [Fact]
    public async Task ImportWhileBusy_RepliesDeviceBusy()
    {
        var device = new FakeDevice();
        await using var hub = new TestHub(device);
        using WireClient holder = hub.Attach(device);
        using WireClient client = hub.Connect();
        Assert.Equal(OpStatus.DeviceBusy, client.TryImport(device.Info.BusId, out _));
        Assert.Equal(1, device.Opens);
        Assert.Equal(0, holder.Ask(Request.In(FakeDevice.BulkIn, 1)).Status);
    }

    [Fact]
    public async Task ImportWhoseClientLeavesItsOldConnectionAfterwards_WaitsForThat()
    {
        var device = new FakeDevice();
        await using var hub = new TestHub(null, new HubOptions { LeavingTime = TimeSpan.FromSeconds(30) }, device);
        WireClient old = hub.Attach(device);
        using WireClient next = hub.Connect();
        var import = Task.Run(() => next.TryImport(device.Info.BusId, out _), TestContext.Current.CancellationToken);
        using WireClient lister = hub.Connect();
        Assert.Empty(lister.List()); // By now a refusal would be on its way.
        Assert.False(import.IsCompleted);
        old.Dispose();
        Assert.Equal(OpStatus.Ok, await import);
    }

    [Fact]
    public async Task ImportWhileTheLastHolderIsGivingBack_WaitsForTheDevice()
    {
        using var givingBack = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var device = new FakeDevice
        {
            GivingBack = () =>
            {
                givingBack.Set();
                goOn.Wait(TimeSpan.FromSeconds(30));
            },
        };
        await using var hub = new TestHub(device);
        using (hub.Attach(device)) { }
        Assert.True(givingBack.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        using WireClient next = hub.Connect();
        var import = Task.Run(() => next.TryImport(device.Info.BusId, out _), TestContext.Current.CancellationToken);
        using WireClient lister = hub.Connect();
        Assert.Empty(lister.List()); // By now a refusal would be on its way.
        Assert.False(import.IsCompleted);
        goOn.Set();
        Assert.Equal(OpStatus.Ok, await import);
    }

    [Fact]
    public async Task ManyImportsAtOnce_OneSucceeds()
    {
        for (int round = 0; round < 20; round++)
        {
            var device = new FakeDevice();
            await using var hub = new TestHub(device);
            WireClient[] clients = [.. Enumerable.Range(0, 16).Select(_ => hub.Connect())];
            OpStatus[] answers = await Task.WhenAll(clients.Select(c => Task.Run(() => c.TryImport(device.Info.BusId, out _))));
            Assert.Single(answers, OpStatus.Ok);
            Assert.Equal(15, answers.Count(a => a == OpStatus.DeviceBusy));
            foreach (WireClient client in clients) client.Dispose();
        }
    }

    [Theory]
    [InlineData(DeviceFailure.Error, OpStatus.DeviceError)]
    [InlineData(DeviceFailure.Gone, OpStatus.NoDevice)]
    [InlineData(DeviceFailure.Busy, OpStatus.DeviceBusy)]
    [InlineData(DeviceFailure.Denied, OpStatus.DeviceError)]
    public async Task ImportThatTheDeviceRefuses_SaysWhyAndLeavesItFree(DeviceFailure failure, OpStatus status)
    {
        var device = new FakeDevice { Refusal = new DeviceException(failure, "it is asleep") };
        await using var hub = new TestHub(device);
        using (WireClient client = hub.Connect())
        {
            Assert.Equal(status, client.TryImport(device.Info.BusId, out _));
        }
        Assert.True(hub.Log.Has("it is asleep"));
        Eventually.True(() => hub.Server.SessionCount == 0, "the end of the refused import");
        device.Refusal = null;
        using WireClient again = hub.Attach(device);
    }

    [Fact]
    public async Task ImportThatFailsInAWayNobodyForesaw_ClosesTheConnectionAndLeavesTheDeviceFree()
    {
        var device = new FakeDevice { Refusal = new InvalidOperationException("a defect") };
        await using var hub = new TestHub(device) { ExpectsErrors = true };
        using (WireClient client = hub.Connect())
        {
            client.Write([.. Operation(OpCode.RequestImport), .. Encoding.ASCII.GetBytes(device.Info.BusId.PadRight(32, '\0'))]);
            client.ReadEnd();
        }
        Eventually.True(() => hub.Log.Has("a defect of the hub") && hub.Server.SessionCount == 0, "the failure in the log");
        device.Refusal = null;
        using WireClient again = hub.Attach(device);
    }

    public static TheoryData<ushort, ushort, uint> BadOperations => new()
    {
        // version, code, status
        { 0x0110, 0x8005, 0 }, { 0x0106, 0x8003, 0 }, { 0x1101, 0x8005, 0 }, { 0, 0, 0 },
        { 0x0111, 0x8005, 1 }, { 0x0111, 0x8003, 0xffffffff },
        { 0x0111, 0x0005, 0 }, { 0x0111, 0x0003, 0 }, { 0x0111, 0x8002, 0 }, { 0x0111, 0x8004, 0 }, { 0x0111, 0x8006, 0 }, { 0x0111, 0x8007, 0 }, { 0x0111, 0xffff, 0 },
    };

    [Theory]
    [MemberData(nameof(BadOperations))]
    public async Task OperationThatIsNone_ClosesTheConnectionWithoutAWord(ushort version, ushort code, uint status)
    {
        await using var hub = new TestHub(new FakeDevice());
        using WireClient client = hub.Connect();
        client.Write(Operation((OpCode)code, version, (OpStatus)status));
        client.ReadEnd();
    }

    [Fact]
    public async Task RequestCutAnywhere_ClosesTheConnection()
    {
        var device = new FakeDevice();
        await using var hub = new TestHub(device);
        byte[] request = [.. Operation(OpCode.RequestImport), .. Encoding.ASCII.GetBytes(device.Info.BusId.PadRight(32, '\0'))];
        for (int cut = 0; cut < request.Length; cut++)
        {
            using WireClient client = hub.Connect();
            client.Write(request.AsSpan(0, cut));
            client.CloseSending();
            client.ReadEnd();
        }
        Assert.Equal(0, device.Opens);
    }

    [Fact]
    public async Task RequestOneByteAtATime_IsUnderstood()
    {
        var device = new FakeDevice();
        await using var hub = new TestHub(device);
        using WireClient client = hub.Connect();
        byte[] request = [.. Operation(OpCode.RequestImport), .. Encoding.ASCII.GetBytes(device.Info.BusId.PadRight(32, '\0'))];
        foreach (byte one in request) client.Write([one]);
        Assert.Equal(OpStatus.Ok, OpHeader.Read(client.Read(OpHeader.Size + DeviceRecord.Size)).Status);
    }
}
