using System.Buffers.Binary;
using Farhub.Devices.Virtual;
using Farhub.Usb;

namespace Farhub.Devices.Tests.Virtual;

public sealed class PacingTests : IDisposable
{
    static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    static readonly TimeSpan Microframe = TimeSpan.FromMicroseconds(125);

    readonly ManualTime _time = new();
    readonly TestHost _host;

    public PacingTests() => _host = TestHost.Loopback(_time);

    public void Dispose() => _host.Dispose();

    Urb StartPackets(byte endpoint, params ReadOnlySpan<int> packets)
    {
        int length = 0;
        foreach (int packet in packets) length += packet;
        Urb urb = _host.Prepare(endpoint, length, UrbFlags.IsoAsap, packets);
        Assert.False(_host.Open.Submit(urb));
        return urb;
    }

    [Fact]
    public void One_report_comes_every_millisecond()
    {
        Urb[] urbs = [.. Enumerable.Range(0, 5).Select(_ => _host.StartIn(0x82, 64))];
        _time.Advance(Millisecond - Microframe);
        for (int i = 0; i < urbs.Length; i++)
        {
            _time.Advance(Microframe);
            _host.Sink.WaitForCount(i + 1);
            _time.Advance(Millisecond - Microframe);
            Assert.Equal(i + 1, _host.Sink.Completed.Count);
            Assert.Equal((0, 8), (urbs[i].Status, urbs[i].ActualLength));
            Assert.Equal(i, BinaryPrimitives.ReadInt64LittleEndian(urbs[i].Buffer));
        }
        Assert.Equal(urbs, _host.Sink.Completed);
    }

    [Fact]
    public void A_host_that_asks_one_report_at_a_time_gets_one_every_millisecond_too()
    {
        for (int i = 0; i < 20; i++)
        {
            Urb urb = _host.StartIn(0x82, 8);
            _time.Advance(Millisecond);
            _host.Sink.WaitFor(urb);
            Assert.Equal(i, BinaryPrimitives.ReadInt64LittleEndian(urb.Buffer));
        }
    }

    [Fact]
    public void Time_in_which_nobody_asks_brings_no_reports()
    {
        _time.Advance(TimeSpan.FromSeconds(5));
        Urb first = _host.StartIn(0x82, 8);
        Urb second = _host.StartIn(0x82, 8);
        _time.Advance(Millisecond);
        _host.Sink.WaitFor(first);
        Assert.Equal([first], _host.Sink.Completed);
        Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(first.Buffer));
        _time.Advance(Millisecond);
        _host.Sink.WaitFor(second);
    }

    [Fact]
    public void A_buffer_too_small_for_a_report_is_a_babble_and_costs_no_report()
    {
        Assert.Equal((-Errno.EOVERFLOW, 0), (_host.In(0x82, 7).Status, _host.In(0x82, 7).ActualLength));
        Urb urb = _host.StartIn(0x82, 8);
        _time.Advance(Millisecond);
        _host.Sink.WaitFor(urb);
        Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(urb.Buffer));
    }

    [Fact]
    public void Completions_come_from_a_thread_of_the_device_s_own()
    {
        Urb urb = _host.StartIn(0x82, 8);
        _time.Advance(Millisecond);
        _host.Sink.WaitFor(urb);
        Assert.NotEqual(Environment.CurrentManagedThreadId, _host.Sink.ThreadOf(urb));
    }

    [Fact]
    public void Isochronous_packets_take_a_microframe_each()
    {
        Urb urb = StartPackets(0x83, [.. Enumerable.Repeat(1024, 80)]);
        Assert.Equal(1, urb.StartFrame);
        _time.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Empty(_host.Sink.Completed); // 81 microframes are 10.125 ms.
        _time.Advance(Millisecond);
        _host.Sink.WaitFor(urb);
        Assert.Equal((0, 80 * 1024, 0), (urb.Status, urb.ActualLength, urb.ErrorCount));
        Assert.All(urb.Packets.ToArray(), p => Assert.Equal((0, 1024), (p.Status, p.ActualLength)));
        Assert.True(LoopbackPattern.Verify(urb.Buffer, 0));
    }

    [Fact]
    public void Isochronous_transfers_follow_each_other_without_a_gap()
    {
        Urb[] urbs = [.. Enumerable.Range(0, 4).Select(i => StartPackets(0x83, [100, i, 200, 1024, 0, 3, 4, 5]))];
        Assert.Equal([1, 9, 17, 25], urbs.Select(u => u.StartFrame));
        _time.Advance(TimeSpan.FromMilliseconds(20));
        _host.Sink.WaitForCount(4);
        Assert.Equal(urbs, _host.Sink.Completed);
        int position = 0;
        foreach (Urb urb in urbs)
        {
            Assert.True(LoopbackPattern.Verify(urb.Buffer, position));
            position += urb.ActualLength;
        }
        Assert.Equal(1 + (20 * 8), StartPackets(0x83, [8]).StartFrame);
    }

    [Fact]
    public void Isochronous_output_is_taken_at_the_same_pace()
    {
        Urb urb = StartPackets(0x03, 100, 0, 1024);
        _time.Advance(Microframe * 3);
        Assert.Empty(_host.Sink.Completed);
        _time.Advance(Millisecond);
        _host.Sink.WaitFor(urb);
        Assert.Equal((0, 1124), (urb.Status, urb.ActualLength));
        Assert.Equal([100, 0, 1024], urb.Packets.ToArray().Select(p => p.ActualLength));
        byte[] counters = _host.Control(0xc0, LoopbackRequest.GetCounters, length: 48).Data;
        Assert.Equal(1124, BinaryPrimitives.ReadInt64LittleEndian(counters.AsSpan(40)));
    }

    [Theory]
    [InlineData(0x83)]
    [InlineData(0x03)]
    public void A_packet_above_the_endpoint_s_size_is_refused(byte endpoint)
    {
        Urb urb = _host.Prepare(endpoint, 1125, UrbFlags.IsoAsap, 100, 1025);
        Assert.True(_host.Open.Submit(urb));
        Assert.Equal((-Errno.EMSGSIZE, 0, 2), (urb.Status, urb.ActualLength, urb.ErrorCount));
        Assert.All(urb.Packets.ToArray(), p => Assert.Equal((-Errno.EXDEV, 0), (p.Status, p.ActualLength)));
    }

    [Fact]
    public void A_cancelled_isochronous_transfer_moves_nothing_and_the_next_keeps_its_time()
    {
        Urb first = StartPackets(0x83, 100, 100);
        Urb second = StartPackets(0x83, 100, 100);
        _host.Open.Cancel(first);
        _host.Sink.WaitFor(first);
        Assert.Equal((-Errno.ECONNRESET, 0, 2), (first.Status, first.ActualLength, first.ErrorCount));
        Assert.Equal(3, second.StartFrame);
        _time.Advance(Millisecond);
        _host.Sink.WaitFor(second);
        Assert.True(LoopbackPattern.Verify(second.Buffer, 0));
    }

    [Fact]
    public void A_late_timer_loses_no_time()
    {
        Urb[] urbs = [.. Enumerable.Range(0, 100).Select(_ => _host.StartIn(0x82, 8))];
        _time.AdvanceLate(TimeSpan.FromMilliseconds(100));
        _host.Sink.WaitForCount(100);
        Assert.Equal(urbs, _host.Sink.Completed);
    }

    [Fact]
    public void A_full_speed_interval_counts_frames()
    {
        var descriptor = new EndpointDescriptor(new EndpointAddress(0x81), TransferType.Interrupt, 8, 10);
        Assert.Equal(80, new Pipe(descriptor, 0, UsbSpeed.Full).Interval);
        Assert.Equal(512, new Pipe(descriptor, 0, UsbSpeed.High).Interval);
        Assert.Equal(8, new Pipe(descriptor with { Type = TransferType.Isochronous, Interval = 1 }, 0, UsbSpeed.Full).Interval);
        Assert.Equal(0, new Pipe(descriptor with { Type = TransferType.Bulk }, 0, UsbSpeed.High).Interval);
        Assert.Equal(3072, new Pipe(descriptor with { MaxPacketSize = 0x1400 }, 0, UsbSpeed.High).BytesPerInterval);
    }
}
