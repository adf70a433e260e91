using System.Runtime.Versioning;
using Farhub.Devices.Linux;
using Farhub.Usb;

namespace Farhub.Devices.Tests.Linux;

[SupportedOSPlatform("linux")]
public sealed unsafe class DataPath : IDisposable
{
    readonly TestDevice _device = new();

    public void Dispose() => _device.Dispose();

    [Fact]
    public void Bulk_in_comes_back_with_status_and_length()
    {
        Urb urb = _device.SubmitBulk();
        _device.Usbfs.Finish(status: 0, actualLength: 31);
        Assert.Same(urb, _device.Sink.Await(1)[0]);
        Assert.Equal((0, 31), (urb.Status, urb.ActualLength));
    }

    [Theory]
    [InlineData(-Errno.EPIPE)]
    [InlineData(-Errno.EOVERFLOW)]
    [InlineData(-Errno.EREMOTEIO)]
    [InlineData(-Errno.EPROTO)]
    public void Errors_pass_with_the_bytes_that_came_before(int status)
    {
        Urb urb = _device.SubmitBulk();
        _device.Usbfs.Finish(status: status, actualLength: 7);
        _device.Sink.Await(1);
        Assert.Equal((status, 7), (urb.Status, urb.ActualLength));
    }

    [Theory]
    [InlineData(-Errno.ENOENT)]
    [InlineData(-Errno.ECONNRESET)]
    public void Killed_although_nobody_cancelled_is_shut_down(int status)
    {
        Urb urb = _device.SubmitBulk();
        _device.Usbfs.Finish(status: status);
        _device.Sink.Await(1);
        Assert.Equal(-Errno.ESHUTDOWN, urb.Status);
    }

    [Fact]
    public void Urbs_that_are_ready_come_in_one_batch_of_at_most_64()
    {
        using var held = new ManualResetEventSlim();
        using var holding = new ManualResetEventSlim();
        _device.Sink.Completing = () =>
        {
            holding.Set();
            held.Wait();
        };
        _device.SubmitBulk();
        _device.Usbfs.Finish();
        holding.Wait(TestContext.Current.CancellationToken);
        for (int i = 0; i < 100; i++) _device.SubmitBulk();
        for (int i = 0; i < 100; i++) _device.Usbfs.Finish();
        held.Set();
        _device.Sink.Await(101);
        Assert.Equal([1, 64, 36], _device.Sink.Batches);
    }

    [Fact]
    public void The_kernel_is_asked_for_more_only_while_something_is_in_flight()
    {
        for (int i = 0; i < 50; i++)
        {
            _device.SubmitBulk();
            _device.Usbfs.Finish();
            _device.Sink.Await(i + 1);
        }
        Assert.Equal(0, _device.Usbfs.EmptyReaps);
    }

    [Fact]
    public void Control_has_setup_and_data_in_one_piece()
    {
        byte[] seen = [];
        _device.Usbfs.Auto = part =>
        {
            Assert.Equal((Usbdevfs.USBDEVFS_URB_TYPE_CONTROL, 0, 8 + 18), (part->Type, part->Endpoint, part->BufferLength));
            seen = new Span<byte>(part->Buffer, 8).ToArray();
            part->Buffer[8] = 0x12;
            part->ActualLength = 18;
            return true;
        };
        Urb urb = _device.Open.CreateUrb(26);
        urb.Begin(EndpointAddress.Of(0, isIn: true), TransferType.Control, 18, UrbFlags.None, new SetupPacket(0x80, StandardRequest.GetDescriptor, 0x0100, 0, 18));
        Assert.False(_device.Open.Submit(urb));
        _device.Sink.Await(1);
        Assert.Equal([0x80, 6, 0, 1, 0, 0, 18, 0], seen);
        Assert.Equal((0, 18, (byte)0x12), (urb.Status, urb.ActualLength, urb.Buffer[0]));
    }

    [Theory]
    [InlineData(TransferType.Bulk, 0x81, UrbFlags.ShortNotOk, Usbdevfs.USBDEVFS_URB_TYPE_BULK)]
    [InlineData(TransferType.Bulk, 0x01, UrbFlags.ZeroPacket, Usbdevfs.USBDEVFS_URB_TYPE_BULK)]
    [InlineData(TransferType.Interrupt, 0x83, UrbFlags.ShortNotOk, Usbdevfs.USBDEVFS_URB_TYPE_INTERRUPT)]
    [InlineData(TransferType.Control, 0x80, UrbFlags.ShortNotOk, Usbdevfs.USBDEVFS_URB_TYPE_CONTROL)]
    [InlineData(TransferType.Control, 0x00, UrbFlags.None, Usbdevfs.USBDEVFS_URB_TYPE_CONTROL)]
    public void Only_flags_that_usbfs_accepts_there_pass(TransferType type, byte endpoint, UrbFlags expected, byte expectedType)
    {
        (uint Flags, byte Type) seen = default;
        _device.Usbfs.Auto = part =>
        {
            seen = (part->Flags, part->Type);
            return true;
        };
        Urb urb = _device.Open.CreateUrb(64);
        var setup = new SetupPacket((byte)((endpoint & 0x80) | 0x40), 1, 0, 0, 16);
        urb.Begin(new EndpointAddress(endpoint), type, 16, UrbFlags.ShortNotOk | UrbFlags.ZeroPacket | UrbFlags.IsoAsap, setup);
        Assert.False(_device.Open.Submit(urb));
        _device.Sink.Await(1);
        Assert.Equal(((uint)expected, expectedType), seen);
    }

    [Theory]
    [InlineData(-Errno.ENOMEM, TransferType.Bulk, -Errno.ENOMEM)]
    [InlineData(-Errno.ENODEV, TransferType.Bulk, -Errno.ENODEV)]
    [InlineData(-Errno.ENOSPC, TransferType.Interrupt, -Errno.ENOSPC)]
    [InlineData(-Errno.ENOENT, TransferType.Bulk, -Errno.ENOENT)]
    [InlineData(-Libc.EHOSTUNREACH, TransferType.Bulk, -Errno.ENOENT)]
    [InlineData(-Errno.ENOENT, TransferType.Control, -Errno.EPIPE)]
    [InlineData(-Libc.EHOSTUNREACH, TransferType.Control, -Errno.EPIPE)]
    [InlineData(-Libc.ESRCH, TransferType.Control, -Errno.EPIPE)]
    public void What_the_kernel_does_not_take_is_answered_at_once_and_harms_nothing(int result, TransferType type, int expected)
    {
        _device.Usbfs.SubmitResult = index => index == 0 ? result : 0;
        Urb urb = _device.Open.CreateUrb(64);
        urb.Begin(EndpointAddress.Of(type == TransferType.Control ? 0 : 1, isIn: true), type, 8, setup: new SetupPacket(0xa1, 1, 0, 1, 8));
        Assert.True(_device.Open.Submit(urb));
        Assert.Equal((expected, 0), (urb.Status, urb.ActualLength));
        _device.Resubmit(urb, 64);
        _device.Usbfs.Finish(actualLength: 64);
        Assert.Equal(64, _device.Sink.Await(1)[0].ActualLength);
        Assert.Equal(0, _device.Usbfs.EmptyReaps);
    }

    [Fact]
    public void A_urb_costs_no_allocation_on_either_thread()
    {
        var usbfs = new FakeUsbfs();
        using var done = new SemaphoreSlim(0);
        var sink = new CountingSink(done);
        var claim = new UsbfsClaim(usbfs, TestDevice.Configurations, active: 1);
        Assert.Equal(0, claim.Take(out _));
        using var open = new UsbfsOpenDevice(usbfs, claim, sink, "1-4", Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        usbfs.Auto = static part => true;
        Urb bulk = open.CreateUrb(4096), isochronous = open.CreateUrb(4096), control = open.CreateUrb(512);
        void Round()
        {
            bulk.Begin(TestDevice.BulkIn, TransferType.Bulk, 4096);
            Assert.False(open.Submit(bulk));
            isochronous.Begin(TestDevice.IsoIn, TransferType.Isochronous, 4096, packetCount: 300);
            Assert.False(open.Submit(isochronous));
            control.Begin(EndpointAddress.Of(0, isIn: true), TransferType.Control, 64, setup: new SetupPacket(0xc0, 1, 0, 0, 64));
            Assert.False(open.Submit(control));
            sink.Wait(3);
        }
        for (int i = 0; i < 200; i++) Round();
        long here = GC.GetAllocatedBytesForCurrentThread(), there = sink.Allocated;
        for (int i = 0; i < 200; i++) Round();
        Assert.Equal((0, 0), (GC.GetAllocatedBytesForCurrentThread() - here, sink.Allocated - there));
    }
}
