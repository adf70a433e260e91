using Farhub.Devices.Virtual;
using Farhub.Usb;

namespace Farhub.Devices.Tests.Virtual;

/// <summary>In steady state a URB costs no garbage on the thread that submits it.</summary>
public sealed class AllocationTests : IDisposable
{
    readonly string _image = Path.GetTempFileName();

    public void Dispose() => File.Delete(_image);

    static void AssertFree(Action action)
    {
        for (int i = 0; i < 50; i++) action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 200; i++) action();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    static Action Repeat(OpenDevice device, Urb urb) => () =>
    {
        urb.Begin(urb.Endpoint, urb.Type, urb.Length);
        if (!device.Submit(urb)) throw new InvalidOperationException("It waits.");
        if (urb.Status != 0 || urb.ActualLength != urb.Length) throw new InvalidOperationException($"Status {urb.Status}, {urb.ActualLength} bytes.");
    };

    [Theory]
    [InlineData(0x81, 64)]
    [InlineData(0x81, 65536)]
    [InlineData(0x81, (1 << 20) + 1)]
    [InlineData(0x01, 65536)]
    [InlineData(0x02, 8)]
    public void The_loopback_s_transfers_that_are_done_at_once(byte endpoint, int length)
    {
        using var host = TestHost.Loopback();
        AssertFree(Repeat(host.Open, host.Prepare(endpoint, length)));
    }

    [Fact]
    public void The_echo()
    {
        using var device = new VirtualLoopback(TestHost.Port);
        using OpenDevice open = device.Open(new SilentSink(), OpenOptions.Default);
        Urb read = open.CreateUrb(512);
        Urb write = open.CreateUrb(512);
        AssertFree(() =>
        {
            read.Begin(new EndpointAddress(0x84), TransferType.Bulk, 512);
            write.Begin(new EndpointAddress(0x04), TransferType.Bulk, 512);
            if (open.Submit(read) || !open.Submit(write) || read.ActualLength != 512) throw new InvalidOperationException("That is no echo.");
        });
        open.DestroyUrb(read);
        open.DestroyUrb(write);
    }

    [Fact]
    public void Paced_transfers()
    {
        var time = new ManualTime();
        using var device = new VirtualLoopback(TestHost.Port, time);
        var sink = new SilentSink();
        using OpenDevice open = device.Open(sink, OpenOptions.Default);
        Urb urb = open.CreateUrb(8);
        AssertFree(() =>
        {
            urb.Begin(new EndpointAddress(0x82), TransferType.Interrupt, 8);
            if (open.Submit(urb)) throw new InvalidOperationException("It does not wait.");
            time.Advance(TimeSpan.FromMilliseconds(1));
            sink.Wait();
        });
        open.DestroyUrb(urb);
    }

    [Fact]
    public void A_control_transfer()
    {
        using var host = TestHost.Loopback();
        Urb urb = host.Open.CreateUrb(26);
        var setup = new SetupPacket(0x80, StandardRequest.GetDescriptor, 0x0100, 0, 18);
        AssertFree(() =>
        {
            urb.Begin(EndpointAddress.Of(0, isIn: true), TransferType.Control, 18, UrbFlags.None, setup);
            if (!host.Open.Submit(urb) || urb.ActualLength != 18) throw new InvalidOperationException("That is no descriptor.");
        });
        host.Open.DestroyUrb(urb);
    }

    [Theory]
    [InlineData(false, 0x28)]
    [InlineData(false, 0x2a)]
    [InlineData(true, 0x28)]
    [InlineData(true, 0x2a)]
    public void A_disk_s_reads_and_writes(bool inFile, byte code)
    {
        if (inFile) File.WriteAllBytes(_image, new byte[1 << 20]);
        using var disk = new DiskHost(inFile ? VirtualDisk.FromImage(TestHost.Port, _image) : VirtualDisk.InMemory(TestHost.Port, 1 << 20));
        bool isIn = code == 0x28;
        Action command = Repeat(disk.Host.Open, disk.Host.Prepare(DiskHost.Out, disk.Wrapper(DiskHost.Blocks(code, 7, 128), 65536, isIn)));
        Action data = Repeat(disk.Host.Open, disk.Host.Prepare(isIn ? DiskHost.In : DiskHost.Out, 65536));
        Action status = Repeat(disk.Host.Open, disk.Host.Prepare(DiskHost.In, 13));
        AssertFree(() =>
        {
            command();
            data();
            status();
        });
    }

    sealed class SilentSink : IUrbSink
    {
        readonly object _lock = new();
        int _count;

        public void Complete(ReadOnlySpan<Urb> urbs)
        {
            lock (_lock)
            {
                _count += urbs.Length;
                Monitor.Pulse(_lock);
            }
        }

        public void Gone(string reason) { }

        internal void Wait()
        {
            lock (_lock)
            {
                while (_count == 0) Monitor.Wait(_lock);
                _count = 0;
            }
        }
    }
}
