using System.Buffers.Binary;
using Farhub.Devices.Virtual;
using Farhub.Usb;

namespace Farhub.Devices.Tests.Virtual;

public sealed class LoopbackTests : IDisposable
{
    readonly TestHost _host = TestHost.Loopback(new ManualTime());

    public void Dispose() => _host.Dispose();

    int Vendor(byte request, int value = 0, int index = 0) => _host.Control(0x40, request, value, index).Status;

    long[] Counters()
    {
        byte[] data = _host.Control(0xc0, LoopbackRequest.GetCounters, length: 48).Data;
        return [.. Enumerable.Range(0, 6).Select(i => BinaryPrimitives.ReadInt64LittleEndian(data.AsSpan(8 * i)))];
    }

    [Fact]
    public void The_source_sends_one_continuous_stream_whatever_the_lengths()
    {
        long position = 0;
        foreach (int length in new[] { 1, 0, 512, 65536, 65521, 1 << 20, (1 << 20) + 1, 3 << 20, 7, 100_000 })
        {
            Outcome outcome = _host.In(0x81, length);
            Assert.Equal((0, length), (outcome.Status, outcome.ActualLength));
            Assert.Equal(-1, LoopbackPattern.Mismatch(outcome.Data, position));
            position += length;
        }
        Assert.Equal(position, Counters()[0]);
        Assert.Equal(0, Vendor(LoopbackRequest.ResetStreams));
        Assert.True(LoopbackPattern.Verify(_host.In(0x81, 100).Data, 0));
    }

    [Fact]
    public void The_sink_takes_all()
    {
        Assert.Equal((0, 100_000), (_host.Out(0x01, new byte[100_000]).Status, _host.Out(0x01, new byte[100_000]).ActualLength));
        Assert.Equal((0, 0), (_host.Out(0x01, []).Status, _host.Out(0x01, []).ActualLength));
        Assert.Equal(200_000, Counters()[1]);
    }

    [Fact]
    public void The_echo_gives_back_what_was_written_in_order()
    {
        Assert.Equal(3, _host.Out(0x04, [1, 2, 3]).ActualLength);
        Assert.Equal(2, _host.Out(0x04, [4, 5]).ActualLength);
        Assert.Equal(5, Counters()[2]);
        Assert.Equal([1, 2], _host.In(0x84, 2).Data);
        Assert.Equal([3, 4, 5], _host.In(0x84, 100).Data);
    }

    [Fact]
    public void A_read_of_the_echo_waits_for_a_write_and_comes_before_it_is_answered()
    {
        Urb first = _host.StartIn(0x84, 2);
        Urb second = _host.StartIn(0x84, 100);
        Urb third = _host.StartIn(0x84, 100);
        Assert.Equal(5, _host.Out(0x04, [1, 2, 3, 4, 5]).ActualLength);
        Assert.Equal([first, second], _host.Sink.Completed);
        Assert.Equal([1, 2], Outcome.Of(first).Data);
        Assert.Equal([3, 4, 5], Outcome.Of(second).Data);
        Assert.Equal(Environment.CurrentManagedThreadId, _host.Sink.ThreadOf(first));
        Assert.Equal(0, _host.Out(0x04, []).ActualLength);
        Assert.Equal(2, _host.Sink.Completed.Count);
        _host.Open.Cancel(third);
    }

    [Fact]
    public void A_short_read_where_it_is_forbidden_ends_with_EREMOTEIO()
    {
        _host.Out(0x04, [1, 2, 3]);
        Outcome outcome = _host.In(0x84, 4, UrbFlags.ShortNotOk);
        Assert.Equal(-Errno.EREMOTEIO, outcome.Status);
        Assert.Equal([1, 2, 3], outcome.Data);
    }

    [Fact]
    public void A_write_to_the_full_echo_waits_until_it_is_read()
    {
        byte[] data = new byte[(1 << 20) + (3 << 19)];
        LoopbackPattern.Fill(data, 0);
        Assert.Equal(1 << 19, _host.Out(0x04, data.AsSpan(0, 1 << 19)).ActualLength);
        Urb large = _host.StartOut(0x04, data.AsSpan(1 << 19, 3 << 19));
        Urb small = _host.StartOut(0x04, data.AsSpan(4 << 19, 1 << 19));
        Assert.Equal(1 << 20, Counters()[2]);
        byte[] read = _host.In(0x84, 1 << 19).Data;
        Assert.True(LoopbackPattern.Verify(read, 0));
        Assert.Empty(_host.Sink.Completed);
        read = _host.In(0x84, 4 << 19).Data;
        Assert.Equal(4 << 19, read.Length);
        Assert.True(LoopbackPattern.Verify(read, 1 << 19));
        Assert.Equal([large, small], _host.Sink.Completed);
        Assert.Equal((3 << 19, 1 << 19), (large.ActualLength, small.ActualLength));
    }

    [Fact]
    public void A_cancelled_write_tells_how_far_it_came_and_lets_the_next_through()
    {
        Urb full = _host.StartOut(0x04, new byte[(1 << 20) + 100]);
        Urb next = _host.StartOut(0x04, []);
        _host.Open.Cancel(full);
        Assert.Equal((-Errno.ECONNRESET, 1 << 20), (full.Status, full.ActualLength));
        Assert.Equal([full, next], _host.Sink.Completed);
        Assert.Equal(0, next.Status);
    }

    [Fact]
    public void A_silent_source_leaves_transfers_pending_until_it_speaks_again()
    {
        Assert.Equal(0, Vendor(LoopbackRequest.SetSourceMode, (int)LoopbackSourceMode.Silent));
        Urb[] urbs = [.. Enumerable.Range(0, 3).Select(_ => _host.StartIn(0x81, 100))];
        _host.Open.Cancel(urbs[1]);
        Assert.Equal([urbs[1]], _host.Sink.Completed);
        Assert.Equal((-Errno.ECONNRESET, 0), (urbs[1].Status, urbs[1].ActualLength));
        Assert.Equal(0, Vendor(LoopbackRequest.SetSourceMode, (int)LoopbackSourceMode.Pattern));
        Assert.Equal([urbs[1], urbs[0], urbs[2]], _host.Sink.Completed);
        Assert.True(LoopbackPattern.Verify(Outcome.Of(urbs[0]).Data, 0));
        Assert.True(LoopbackPattern.Verify(Outcome.Of(urbs[2]).Data, 100));
        Assert.True(LoopbackPattern.Verify(_host.In(0x81, 100).Data, 200));
    }

    [Fact]
    public void The_source_can_send_zeros()
    {
        Assert.Equal(0, Vendor(LoopbackRequest.SetSourceMode, (int)LoopbackSourceMode.Zeros));
        Assert.Equal(new byte[5000], _host.In(0x81, 5000).Data);
        Assert.Equal(-Errno.EPIPE, Vendor(LoopbackRequest.SetSourceMode, 3));
        Assert.Equal(0, _host.Control(0x00, StandardRequest.SetConfiguration, 1).Status);
        Assert.True(LoopbackPattern.Verify(_host.In(0x81, 64).Data, 0));
    }

    [Fact]
    public void An_endpoint_stalls_on_request_and_ends_what_waits()
    {
        Urb waiting = _host.StartIn(0x84, 10);
        Assert.Equal(0, Vendor(LoopbackRequest.StallEndpoint, 0, 0x84));
        Assert.Equal([waiting], _host.Sink.Completed);
        Assert.Equal(-Errno.EPIPE, waiting.Status);
        Assert.Equal(-Errno.EPIPE, _host.In(0x84, 10).Status);
        Assert.Equal(0, _host.ClearHalt(0x84));
        _host.Open.Cancel(_host.StartIn(0x84, 10));
    }

    [Theory]
    [InlineData(0x83)]
    [InlineData(0x00)]
    [InlineData(0x87)]
    [InlineData(0x181)]
    public void Only_bulk_and_interrupt_endpoints_can_be_stalled(int index) => Assert.Equal(-Errno.EPIPE, Vendor(LoopbackRequest.StallEndpoint, 0, index));

    [Theory]
    [InlineData(1)]
    [InlineData(512)]
    [InlineData(4096)]
    public void The_scratch_buffer_keeps_what_is_written(int length)
    {
        byte[] data = new byte[length];
        LoopbackPattern.Fill(data, length);
        Assert.Equal(new byte[length], _host.Control(0xc0, LoopbackRequest.ReadScratch, length: length).Data);
        Assert.Equal((0, length), (_host.Control(0x40, LoopbackRequest.WriteScratch, data: data).Status, length));
        Assert.Equal(data, _host.Control(0xc0, LoopbackRequest.ReadScratch, length: length).Data);
        Assert.Equal(0, _host.Control(0x40, LoopbackRequest.WriteScratch).Status);
        Assert.Equal(data, _host.Control(0xc0, LoopbackRequest.ReadScratch, length: length).Data);
    }

    [Fact]
    public void More_than_the_scratch_buffer_holds_is_stalled()
    {
        Assert.Equal(-Errno.EPIPE, _host.Control(0x40, LoopbackRequest.WriteScratch, data: new byte[4097]).Status);
        Assert.Equal(-Errno.EPIPE, _host.Control(0xc0, LoopbackRequest.ReadScratch, length: 4097).Status);
    }

    [Fact]
    public void The_last_report_is_remembered()
    {
        Assert.Empty(_host.Control(0xc0, LoopbackRequest.GetLastReport, length: 64).Data);
        Assert.Equal(5, _host.Out(0x02, [9, 8, 7, 6, 5]).ActualLength);
        Assert.Equal(3, _host.Out(0x02, [1, 2, 3]).ActualLength);
        Assert.Equal([1, 2, 3], _host.Control(0xc0, LoopbackRequest.GetLastReport, length: 64).Data);
        Assert.Equal([1, 2], _host.Control(0xc0, LoopbackRequest.GetLastReport, length: 2).Data);
        Assert.Equal(100, _host.Out(0x02, new byte[100]).ActualLength);
        Assert.Equal(64, _host.Control(0xc0, LoopbackRequest.GetLastReport, length: 255).ActualLength);
    }
}
