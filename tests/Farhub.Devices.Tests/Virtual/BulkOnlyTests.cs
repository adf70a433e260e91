using Farhub.Usb;

namespace Farhub.Devices.Tests.Virtual;

/// <summary>USB Mass Storage Class Bulk-Only Transport, revision 1.0; the cases are those of section 6.7. Hn, Hi, Ho: the host expects none, in, out.
/// Dn, Di, Do: so does the command.</summary>
public sealed class BulkOnlyTests : IDisposable
{
    const int Stall = -Errno.EPIPE;
    const int Passed = 0;
    const int Failed = 1;
    const int PhaseError = 2;

    static readonly byte[] TestUnitReady = [0, 0, 0, 0, 0, 0];
    static readonly byte[] Inquiry = [0x12, 0, 0, 0, 36, 0];

    readonly DiskHost _disk = DiskHost.Memory();

    public void Dispose() => _disk.Dispose();

    static byte[] Read(ushort blocks) => DiskHost.Blocks(0x28, 0, blocks);

    static byte[] Write(ushort blocks) => DiskHost.Blocks(0x2a, 0, blocks);

    void WorksAgain() => Assert.Equal(36, _disk.MustFetch(Inquiry, 36).Length);

    [Fact]
    public void Case_1_no_data_on_either_side()
    {
        _disk.Send(TestUnitReady, 0, isIn: false);
        Assert.Equal((Passed, 0u), _disk.ReadStatus());
        _disk.Send([0xff, 0, 0, 0, 0, 0], 0, isIn: true); // The direction of no data means nothing.
        Assert.Equal((Failed, 0u), _disk.ReadStatus());
    }

    [Fact]
    public void Case_2_the_command_has_data_for_a_host_that_expects_none()
    {
        _disk.Send(Read(1), 0, isIn: true);
        Assert.Equal(PhaseError, _disk.ReadStatus().Status);
        _disk.Recover();
        WorksAgain();
    }

    [Fact]
    public void Case_3_the_command_wants_data_from_a_host_that_has_none()
    {
        _disk.Send(Write(1), 0, isIn: false);
        Assert.Equal(PhaseError, _disk.ReadStatus().Status);
        _disk.Recover();
        WorksAgain();
    }

    [Fact]
    public void Case_4_the_host_expects_data_and_there_is_none()
    {
        _disk.Send(TestUnitReady, 512, isIn: true);
        Assert.Equal((Stall, 0), _disk.ReadData(512).Moved);
        _disk.Clear(DiskHost.In);
        Assert.Equal((Passed, 512u), _disk.ReadStatus());
        WorksAgain();
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1024)]
    public void Case_5_less_data_than_the_host_expects_ends_short_then_stalls(int expected)
    {
        _disk.Send(Inquiry, (uint)expected, isIn: true);
        Outcome data = _disk.ReadData(expected);
        Assert.Equal((0, 36), data.Moved);
        Assert.Equal(Stall, _disk.ReadData(13).Status);
        _disk.Clear(DiskHost.In);
        Assert.Equal((Passed, (uint)expected - 36), _disk.ReadStatus());
        WorksAgain();
    }

    [Fact]
    public void Case_5_data_that_ends_with_a_full_packet_shows_its_end_by_the_stall()
    {
        _disk.Send(Read(2), 4096, isIn: true);
        Outcome data = _disk.ReadData(4096);
        Assert.Equal((Stall, 1024), data.Moved);
        _disk.Clear(DiskHost.In);
        Assert.Equal((Passed, 3072u), _disk.ReadStatus());
        WorksAgain();
    }

    [Fact]
    public void Case_5_data_that_fills_its_transfer_stalls_the_next()
    {
        _disk.Send(Read(2), 4096, isIn: true);
        Assert.Equal((0, 1024), _disk.ReadData(1024).Moved);
        Assert.Equal((Stall, 0), _disk.ReadData(3072).Moved);
        _disk.Clear(DiskHost.In);
        Assert.Equal((Passed, 3072u), _disk.ReadStatus());
    }

    [Fact]
    public void Case_6_as_much_data_as_the_host_expects()
    {
        _disk.Send(Read(2), 1024, isIn: true);
        Assert.Equal((0, 1024), _disk.ReadData(1024).Moved);
        Assert.Equal((Passed, 0u), _disk.ReadStatus());
    }

    [Fact]
    public void Case_7_more_data_than_the_host_expects()
    {
        _disk.WriteBlocks(0, DiskHost.Pattern(1024, 5));
        _disk.Send(Read(2), 512, isIn: true);
        Assert.Equal(DiskHost.Pattern(512, 5), _disk.ReadData(512).Data);
        Assert.Equal(PhaseError, _disk.ReadStatus().Status);
        _disk.Recover();
        WorksAgain();
    }

    [Fact]
    public void Case_8_the_host_expects_data_and_the_command_wants_some()
    {
        _disk.Send(Write(1), 512, isIn: true);
        Assert.Equal(Stall, _disk.ReadData(512).Status);
        _disk.Clear(DiskHost.In);
        Assert.Equal(PhaseError, _disk.ReadStatus().Status);
        _disk.Recover();
        WorksAgain();
        Assert.Equal(new byte[512], _disk.ReadBlocks(0, 1));
    }

    [Fact]
    public void Case_9_the_host_sends_data_nobody_wants()
    {
        _disk.Send(TestUnitReady, 512, isIn: false);
        Outcome data = _disk.WriteData(new byte[512]);
        Assert.Equal((Stall, 0), data.Moved);
        _disk.Clear(DiskHost.Out);
        Assert.Equal((Passed, 512u), _disk.ReadStatus());
        WorksAgain();
    }

    [Fact]
    public void Case_10_the_host_sends_data_and_the_command_has_some()
    {
        _disk.Send(Read(1), 512, isIn: false);
        Assert.Equal(Stall, _disk.WriteData(new byte[512]).Status);
        _disk.Clear(DiskHost.Out);
        Assert.Equal(PhaseError, _disk.ReadStatus().Status);
        _disk.Recover();
        WorksAgain();
    }

    [Theory]
    [InlineData(2048)]
    [InlineData(512)]
    public void Case_11_the_host_sends_more_than_the_command_wants(int transfer)
    {
        byte[] data = DiskHost.Pattern(2048, 9);
        _disk.Send(Write(1), 2048, isIn: false);
        Outcome first = _disk.WriteData(data.AsSpan(0, transfer));
        Assert.Equal((transfer == 512 ? 0 : Stall, 512), first.Moved);
        Assert.Equal((Stall, 0), _disk.WriteData(data.AsSpan(512)).Moved);
        _disk.Clear(DiskHost.Out);
        Assert.Equal((Passed, 1536u), _disk.ReadStatus());
        Assert.Equal([.. data[..512], .. new byte[512]], _disk.ReadBlocks(0, 2));
    }

    [Fact]
    public void Case_12_as_much_data_as_the_command_wants()
    {
        _disk.Send(Write(2), 1024, isIn: false);
        Assert.Equal(1024, _disk.WriteData(DiskHost.Pattern(1024, 1)).ActualLength);
        Assert.Equal((Passed, 0u), _disk.ReadStatus());
        Assert.Equal(DiskHost.Pattern(1024, 1), _disk.ReadBlocks(0, 2));
    }

    [Fact]
    public void Case_13_the_command_wants_more_than_the_host_sends_and_none_of_it_is_written()
    {
        _disk.Send(Write(2), 512, isIn: false);
        Assert.Equal(512, _disk.WriteData(DiskHost.Pattern(512, 1)).ActualLength);
        Assert.Equal(PhaseError, _disk.ReadStatus().Status);
        _disk.Recover();
        WorksAgain();
        Assert.Equal(new byte[1024], _disk.ReadBlocks(0, 2));
    }

    public static TheoryData<string, Action<byte[]>, int> BadWrappers => new()
    {
        { "signature", w => w[0] ^= 1, 31 },
        { "short", _ => { }, 30 },
        { "long", _ => { }, 32 },
        { "empty", _ => { }, 0 },
        { "reserved bits of the unit", w => w[13] = 0x10, 31 },
        { "no command", w => w[14] = 0, 31 },
        { "too long a command", w => w[14] = 17, 31 },
    };

    [Theory]
    [MemberData(nameof(BadWrappers))]
    public void What_is_not_a_command_wrapper_halts_both_pipes_until_reset_recovery(string what, Action<byte[]> spoil, int length)
    {
        byte[] wrapper = new byte[32];
        _disk.Wrapper(TestUnitReady, 0, isIn: false).CopyTo(wrapper, 0);
        spoil(wrapper);
        Assert.True(_disk.Host.Out(DiskHost.Out, wrapper.AsSpan(0, length)).Status == 0, what);
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(Stall, _disk.ReadData(13).Status);
            Assert.Equal(Stall, _disk.WriteData(_disk.Wrapper(TestUnitReady, 0, isIn: false)).Status);
            _disk.Clear(DiskHost.In);
            _disk.Clear(DiskHost.Out);
        }
        Assert.Equal([1, 0], _disk.Host.Control(0x82, StandardRequest.GetStatus, 0, DiskHost.In, 2).Data);
        // The reset alone does not clear the halts (section 3.1).
        Assert.Equal(0, _disk.Host.Control(0x21, 0xff).Status);
        Assert.Equal(Stall, _disk.ReadData(13).Status);
        _disk.Recover();
        WorksAgain();
    }

    [Fact]
    public void A_port_reset_ends_the_need_for_reset_recovery_too()
    {
        _disk.Host.Out(DiskHost.Out, new byte[31]);
        Assert.Equal(Stall, _disk.ReadData(13).Status);
        Assert.Equal(0, _disk.Host.Control(0x23, StandardRequest.SetFeature, 4, 1).Status);
        WorksAgain();
    }

    [Fact]
    public void Reset_in_the_middle_of_data_starts_anew()
    {
        _disk.Send(Write(2), 1024, isIn: false);
        _disk.WriteData(new byte[512]);
        _disk.Recover();
        WorksAgain();
        _disk.Send(Read(2), 1024, isIn: true);
        _disk.ReadData(512);
        _disk.Recover();
        WorksAgain();
        _disk.Send(TestUnitReady, 0, isIn: false);
        _disk.Recover();
        WorksAgain();
    }

    [Fact]
    public void GET_MAX_LUN_says_one_unit_and_class_requests_are_strict()
    {
        Assert.Equal([0], _disk.Host.Control(0xa1, 0xfe, length: 1).Data);
        Assert.Equal(Stall, _disk.Host.Control(0xa1, 0xfe, 1, 0, 1).Status);
        Assert.Equal(Stall, _disk.Host.Control(0xa1, 0xfe, 0, 1, 1).Status);
        Assert.Equal(Stall, _disk.Host.Control(0x21, 0xff, 1).Status);
        Assert.Equal(Stall, _disk.Host.Control(0x21, 0xff, data: [0]).Status);
        Assert.Equal(Stall, _disk.Host.Control(0x21, 0xfe).Status);
    }

    [Fact]
    public void A_status_read_too_small_is_a_babble_and_the_status_stays()
    {
        _disk.Send(TestUnitReady, 0, isIn: false);
        Assert.Equal(-Errno.EOVERFLOW, _disk.ReadData(12).Status);
        Assert.Equal((Passed, 0u), _disk.ReadStatus());
    }

    [Fact]
    public void A_status_read_may_be_larger()
    {
        _disk.Send(TestUnitReady, 0, isIn: false);
        Assert.Equal((Passed, 0u), DiskHost.ReadWrapper(_disk.ReadData(512).Data, _disk.LastTag));
    }

    [Fact]
    public void Data_behind_the_end_of_the_announced_data_is_refused()
    {
        _disk.Send(Write(1), 512, isIn: false);
        Outcome data = _disk.WriteData(new byte[600]);
        Assert.Equal((Stall, 512), data.Moved);
        _disk.Clear(DiskHost.Out);
        Assert.Equal((Passed, 0u), _disk.ReadStatus());
    }

    [Fact]
    public void Reads_queued_before_the_command_are_served_when_it_comes()
    {
        _disk.WriteBlocks(3, DiskHost.Pattern(512, 77));
        Urb data = _disk.Host.StartIn(DiskHost.In, 512);
        Urb status = _disk.Host.StartIn(DiskHost.In, 13);
        _disk.Send(DiskHost.Blocks(0x28, 3, 1), 512, isIn: true);
        Assert.Equal([data, status], _disk.Host.Sink.Completed);
        Assert.Equal(DiskHost.Pattern(512, 77), Outcome.Of(data).Data);
        Assert.Equal((Passed, 0u), DiskHost.ReadWrapper(Outcome.Of(status).Data, _disk.LastTag));
    }

    [Fact]
    public void A_status_read_queued_before_the_data_waits_for_all_of_it()
    {
        _disk.Send(Write(2), 1024, isIn: false);
        Urb status = _disk.Host.StartIn(DiskHost.In, 13);
        Assert.Equal(512, _disk.WriteData(DiskHost.Pattern(512, 0)).ActualLength);
        Assert.Empty(_disk.Host.Sink.Completed);
        Assert.Equal(512, _disk.WriteData(DiskHost.Pattern(512, 512)).ActualLength);
        Assert.Equal([status], _disk.Host.Sink.Completed);
        Assert.Equal((Passed, 0u), DiskHost.ReadWrapper(Outcome.Of(status).Data, _disk.LastTag));
        Assert.Equal(DiskHost.Pattern(1024, 0), _disk.ReadBlocks(0, 2));
    }

    [Fact]
    public void The_next_command_queued_before_the_status_is_read_waits_for_that()
    {
        _disk.Send(TestUnitReady, 0, isIn: false);
        uint tag = _disk.LastTag;
        Urb next = _disk.Host.StartOut(DiskHost.Out, _disk.Wrapper(TestUnitReady, 0, isIn: false));
        Urb nextStatus = _disk.Host.Prepare(DiskHost.In, 13);
        Assert.Equal((Passed, 0u), DiskHost.ReadWrapper(_disk.ReadData(13).Data, tag));
        Assert.Equal([next], _disk.Host.Sink.Completed);
        Assert.True(_disk.Host.Open.Submit(nextStatus));
        Assert.Equal((Passed, 0u), DiskHost.ReadWrapper(Outcome.Of(nextStatus).Data, _disk.LastTag));
    }

    [Fact]
    public void Reads_queued_behind_data_that_ends_early_are_stalled_with_it()
    {
        Urb data = _disk.Host.StartIn(DiskHost.In, 512);
        Urb status = _disk.Host.StartIn(DiskHost.In, 13);
        _disk.Send(TestUnitReady, 512, isIn: true);
        Assert.Equal([data, status], _disk.Host.Sink.Completed);
        Assert.Equal((Stall, Stall), (data.Status, status.Status));
        _disk.Clear(DiskHost.In);
        Assert.Equal((Passed, 512u), _disk.ReadStatus());
    }

    [Fact]
    public void A_cancelled_read_is_not_served_and_takes_no_data()
    {
        Urb early = _disk.Host.StartIn(DiskHost.In, 36);
        _disk.Host.Open.Cancel(early);
        Assert.Equal(-Errno.ECONNRESET, early.Status);
        WorksAgain();
        Assert.Equal([early], _disk.Host.Sink.Completed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(511)]
    [InlineData(513)]
    [InlineData(1000)]
    public void Data_may_come_and_go_in_pieces_of_any_size(int piece)
    {
        byte[] data = DiskHost.Pattern(4096, piece);
        _disk.Send(Write(8), 4096, isIn: false);
        for (int at = 0; at < data.Length; at += piece)
        {
            int length = Math.Min(piece, data.Length - at);
            Assert.Equal(length, _disk.WriteData(data.AsSpan(at, length)).ActualLength);
        }
        Assert.Equal((Passed, 0u), _disk.ReadStatus());
        _disk.Send(Read(8), 4096, isIn: true);
        var read = new List<byte>();
        while (read.Count < 4096) read.AddRange(_disk.ReadData(Math.Min(piece, 4096 - read.Count)).Data);
        Assert.Equal((Passed, 0u), _disk.ReadStatus());
        Assert.Equal(data, read);
    }
}
