using System.Runtime.Versioning;
using Farhub.Devices.Linux;
using Farhub.Usb;

namespace Farhub.Devices.Tests.Linux;

[SupportedOSPlatform("linux")]
public sealed unsafe class Isochronous : IDisposable
{
    readonly TestDevice _device = new();

    public Isochronous() => Assert.Equal(0, _device.Request(0x01, StandardRequest.SetInterface, 1, 0));

    public void Dispose() => _device.Dispose();

    static UsbdevfsIsoPacketDesc* PacketsOf(UsbdevfsUrb* part) => (UsbdevfsIsoPacketDesc*)(part + 1);

    [Theory]
    [InlineData(1, new[] { 1 })]
    [InlineData(128, new[] { 128 })]
    [InlineData(129, new[] { 128, 1 })]
    [InlineData(1024, new[] { 128, 128, 128, 128, 128, 128, 128, 128 })]
    public void Packets_are_split_for_usbfs_and_rejoined_in_order(int count, int[] expected)
    {
        Urb urb = _device.Isochronous(count);
        var parts = new List<int>();
        byte* next = urb.Data;
        int packet = 0;
        _device.Usbfs.Auto = part =>
        {
            Assert.Equal((Usbdevfs.USBDEVFS_URB_TYPE_ISO, (byte)0x82, (uint)UrbFlags.IsoAsap, 77), (part->Type, part->Endpoint, part->Flags, part->StartFrame));
            Assert.Equal((nint)next, (nint)part->Buffer);
            parts.Add(part->NumberOfPackets);
            int length = 0;
            for (int i = 0; i < part->NumberOfPackets; i++, packet++)
            {
                Assert.Equal((uint)TestDevice.PacketLength(packet), PacketsOf(part)[i].Length);
                length += (int)PacketsOf(part)[i].Length;
                // Every fifth packet fails, the others bring a number of bytes that tells which they are.
                bool fails = packet % 5 == 4;
                PacketsOf(part)[i].ActualLength = fails ? 0 : (uint)(packet % 8);
                PacketsOf(part)[i].Status = fails ? unchecked((uint)-Errno.EXDEV) : 0;
                if (fails) part->ErrorCount++;
            }
            Assert.Equal(length, part->BufferLength);
            next += length;
            return true;
        };
        Assert.False(_device.Open.Submit(urb));
        _device.Sink.Await(1);
        Assert.Equal(expected, parts);
        int actual = 0, errors = 0;
        for (int i = 0; i < count; i++)
        {
            bool fails = i % 5 == 4;
            Assert.Equal((fails ? 0 : i % 8, fails ? -Errno.EXDEV : 0), (urb.Packets[i].ActualLength, urb.Packets[i].Status));
            actual += urb.Packets[i].ActualLength;
            if (fails) errors++;
        }
        Assert.Equal((0, actual, errors, 77), (urb.Status, urb.ActualLength, urb.ErrorCount, urb.StartFrame));
    }

    [Fact]
    public void It_completes_once_when_the_last_part_is_back_whatever_the_order()
    {
        Urb urb = _device.Isochronous(300);
        Assert.False(_device.Open.Submit(urb));
        _device.Usbfs.Finish(index: 2);
        _device.Usbfs.Finish(index: 0, status: -Errno.EPROTO);
        Urb other = _device.SubmitBulk();
        _device.Usbfs.Finish(index: 1);
        Assert.Equal([other], _device.Sink.Await(1));
        _device.Usbfs.Finish();
        Assert.Equal([other, urb], _device.Sink.Await(2));
        Assert.Equal(-Errno.EPROTO, urb.Status);
    }

    [Fact]
    public void Cancelling_ends_all_parts()
    {
        Urb urb = _device.Isochronous(1024);
        Assert.False(_device.Open.Submit(urb));
        _device.Usbfs.Finish();
        _device.Open.Cancel(urb);
        _device.Sink.Await(1);
        Assert.Equal(-Errno.ENOENT, urb.Status);
        Assert.Equal(0, _device.Usbfs.PendingCount);
        Assert.Equal(1, _device.Usbfs.Calls.Count(c => c == "discard late"));
        Assert.Equal(7, _device.Usbfs.Calls.Count(c => c == "discard"));
    }

    [Fact]
    public void When_a_later_part_is_refused_the_earlier_ones_are_taken_back_and_the_reason_is_told()
    {
        int first = _device.Usbfs.Submits;
        _device.Usbfs.SubmitResult = index => index == first + 2 ? -Errno.ENOMEM : 0;
        Urb urb = _device.Isochronous(400);
        Assert.False(_device.Open.Submit(urb));
        _device.Sink.Await(1);
        Assert.Equal(-Errno.ENOMEM, urb.Status);
        Assert.Equal(-Errno.ENOMEM, urb.Packets[256].Status);
        Assert.Equal(0, urb.Packets[256].ActualLength);
        Assert.Equal(0, _device.Usbfs.PendingCount);
        Assert.Equal(first + 3, _device.Usbfs.Submits);
    }

    [Fact]
    public void When_the_earlier_parts_are_back_already_the_refusal_is_told_at_once()
    {
        // The second part is refused only after the reaper has taken the first, and a bulk URB that completed behind it.
        Urb urb = _device.Isochronous(129), bulk = _device.SubmitBulk();
        int first = _device.Usbfs.Submits;
        _device.Usbfs.SubmitResult = index => index == first + 1 ? -Errno.ENOMEM : 0;
        _device.Usbfs.Submitting = index =>
        {
            if (index != first + 1) return;
            _device.Usbfs.Finish(index: 1);
            _device.Usbfs.Finish(index: 0);
            _device.Sink.Await(1);
        };
        Assert.True(_device.Open.Submit(urb));
        Assert.Equal(-Errno.ENOMEM, urb.Status);
        Assert.Equal([bulk], _device.Sink.Await(1));
        _device.Usbfs.Submitting = null;
        _device.Resubmit(bulk);
        _device.Usbfs.Finish();
        Assert.Equal([bulk, bulk], _device.Sink.Await(2));
    }

    [Fact]
    public void No_packets_and_packets_beyond_the_memory_are_refused_without_the_kernel()
    {
        int before = _device.Usbfs.Submits;
        Urb none = _device.Isochronous(0);
        Assert.True(_device.Open.Submit(none));
        Urb beyond = _device.Isochronous(2);
        beyond.Packets[1].Length += 1;
        Assert.True(_device.Open.Submit(beyond));
        Urb negative = _device.Isochronous(2);
        negative.Packets[1].Length = -1;
        Assert.True(_device.Open.Submit(negative));
        Assert.Equal((-Errno.EINVAL, -Errno.EINVAL, -Errno.EINVAL), (none.Status, beyond.Status, negative.Status));
        Assert.Equal(before, _device.Usbfs.Submits);
    }

    [Fact]
    public void A_urb_that_was_split_serves_for_bulk_again()
    {
        Urb urb = _device.Isochronous(1024);
        _device.Usbfs.Auto = part => true;
        Assert.False(_device.Open.Submit(urb));
        _device.Sink.Await(1);
        _device.Resubmit(urb);
        _device.Sink.Await(2);
        Assert.Equal(0, urb.Status);
    }
}
