using System.Text;
using Farhub.Devices.Virtual;
using Farhub.Usb;

namespace Farhub.Devices.Tests.Virtual;

public sealed class ScsiTests : IDisposable
{
    const int InvalidCommand = 0x052000;
    const int OutOfRange = 0x052100;
    const int InvalidField = 0x052400;

    readonly DiskHost _disk = DiskHost.Memory(3 << 20);

    public void Dispose() => _disk.Dispose();

    void MustFail(int sense, params byte[] command)
    {
        (_, int status, _) = _disk.Fetch(command, 0);
        Assert.Equal(1, status);
        Assert.Equal(sense, _disk.Sense());
    }

    [Fact]
    public void INQUIRY_says_a_disk()
    {
        byte[] expected = [0, 0, 6, 2, 31, 0, 0, 0, .. Encoding.ASCII.GetBytes("Farhub  Virtual Disk    0100")];
        Assert.Equal(expected, _disk.MustFetch([0x12, 0, 0, 0, 36, 0], 36));
        Assert.Equal(expected[..5], _disk.MustFetch([0x12, 0, 0, 0, 5, 0], 5));
        Assert.Equal(expected, _disk.Fetch([0x12, 0, 0, 1, 0, 0], 256).Data);
    }

    [Fact]
    public void INQUIRY_of_another_unit_says_that_there_is_none()
    {
        (byte[] data, int status, _) = _disk.Fetch([0x12, 0, 0, 0, 36, 0], 36, unit: 1);
        Assert.Equal((0, 0x7f), (status, data[0]));
        Assert.Equal(1, _disk.Fetch([0, 0, 0, 0, 0, 0], 0, unit: 1).Status);
        (data, _, _) = _disk.Fetch([0x03, 0, 0, 0, 18, 0], 18, unit: 1);
        Assert.Equal((5, 0x25), (data[2], data[12]));
    }

    [Fact]
    public void Vital_product_data_name_the_disk()
    {
        string serial = _disk.Host.Device.Info.Serial!;
        Assert.Equal(12, serial.Length);
        Assert.Equal([0, 0, 0, 5, 0x00, 0x80, 0x83, 0xb0, 0xb1], _disk.Fetch([0x12, 1, 0, 0, 255, 0], 255).Data);
        Assert.Equal([0, 0x80, 0, 12, .. Encoding.ASCII.GetBytes(serial)], _disk.Fetch([0x12, 1, 0x80, 0, 255, 0], 255).Data);
        Assert.Equal([0, 0x83, 0, 24, 2, 1, 0, 20, .. Encoding.ASCII.GetBytes("Farhub  " + serial)], _disk.Fetch([0x12, 1, 0x83, 0, 255, 0], 255).Data);
        byte[] limits = _disk.MustFetch([0x12, 1, 0xb0, 0, 64, 0], 64);
        Assert.Equal([0, 0xb0, 0, 0x3c], limits[..4]);
        Assert.Equal([0, 0, 8, 0], limits[12..16]);
        Assert.Equal([0, 0xb1, 0, 0x3c, 0, 1], _disk.MustFetch([0x12, 1, 0xb1, 0, 64, 0], 64)[..6]);
        MustFail(InvalidField, 0x12, 1, 0xb2, 0, 64, 0);
        MustFail(InvalidField, 0x12, 0, 0x80, 0, 64, 0);
    }

    [Fact]
    public void Capacity_is_told_in_three_ways()
    {
        Assert.Equal([0, 0, 0x17, 0xff, 0, 0, 2, 0], _disk.MustFetch([0x25, 0, 0, 0, 0, 0, 0, 0, 0, 0], 8));
        byte[] sixteen = [0, 0, 0, 0, 0, 0, 0x17, 0xff, 0, 0, 2, 0, .. new byte[20]];
        Assert.Equal(sixteen, _disk.MustFetch([0x9e, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 32, 0, 0], 32));
        Assert.Equal(sixteen[..12], _disk.MustFetch([0x9e, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 12, 0, 0], 12));
        Assert.Equal([0, 0, 0, 8, 0, 0, 0x18, 0, 2, 0, 2, 0], _disk.MustFetch([0x23, 0, 0, 0, 0, 0, 0, 0, 12, 0], 12));
        MustFail(InvalidField, 0x25, 0, 0, 0, 0, 1, 0, 0, 0, 0);
        MustFail(InvalidField, 0x9e, 0x12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 32, 0, 0);
    }

    [Fact]
    public void MODE_SENSE_tells_the_caching_page_and_no_protection()
    {
        byte[] page = [0x08, 0x12, .. new byte[18]];
        Assert.Equal([23, 0, 0, 0, .. page], _disk.Fetch([0x1a, 0, 0x08, 0, 255, 0], 255).Data);
        Assert.Equal([23, 0, 0, 0, .. page], _disk.Fetch([0x1a, 0, 0x3f, 0, 192, 0], 192).Data);
        Assert.Equal([23, 0, 0, 0], _disk.MustFetch([0x1a, 0, 0x3f, 0, 4, 0], 4));
        Assert.Equal([0, 26, 0, 0, 0, 0, 0, 0, .. page], _disk.MustFetch([0x5a, 0, 0x3f, 0, 0, 0, 0, 0, 28, 0], 28));
        MustFail(InvalidField, 0x1a, 0, 0x01, 0, 255, 0);
        MustFail(0x053900, 0x1a, 0, 0xc8, 0, 255, 0);
        MustFail(InvalidField, 0x5a, 0, 0x08, 1, 0, 0, 0, 0, 255, 0);
    }

    [Fact]
    public void REPORT_LUNS_lists_unit_0() =>
        Assert.Equal([0, 0, 0, 8, .. new byte[12]], _disk.MustFetch([0xa0, 0, 0, 0, 0, 0, 0, 0, 0, 16, 0, 0], 16));

    [Fact]
    public void Sense_is_told_once()
    {
        MustFail(InvalidCommand, 0xff, 0, 0, 0, 0, 0);
        Assert.Equal(0, _disk.Sense());
        _disk.Fetch([0xff, 0, 0, 0, 0, 0], 0);
        _disk.Fetch([0x12, 0, 0, 0, 36, 0], 36); // INQUIRY leaves it alone,
        Assert.Equal(InvalidCommand, _disk.Sense());
        _disk.Fetch([0xff, 0, 0, 0, 0, 0], 0);
        _disk.MustDo(0, 0, 0, 0, 0, 0); // other commands do not.
        Assert.Equal(0, _disk.Sense());
    }

    [Fact]
    public void REQUEST_SENSE_gives_the_fixed_format()
    {
        _disk.Fetch([0xff, 0, 0, 0, 0, 0], 0);
        Assert.Equal([0x70, 0, 5, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x20, 0, 0, 0, 0, 0], _disk.MustFetch([0x03, 0, 0, 0, 18, 0], 18));
        MustFail(InvalidField, 0x03, 1, 0, 0, 18, 0);
    }

    public static TheoryData<byte[], byte[]> Commands => new()
    {
        { [0x08, 0, 0x01, 0x02, 3, 0], [0x0a, 0, 0x01, 0x02, 3, 0] },
        { [0x28, 0, 0, 0, 0x01, 0x02, 0, 0, 3, 0], [0x2a, 0, 0, 0, 0x01, 0x02, 0, 0, 3, 0] },
        { [0x28, 0, 0, 0, 0x01, 0x02, 0, 0, 3, 0], [0x2a, 8, 0, 0, 0x01, 0x02, 0, 0, 3, 0] }, // FUA
        { [0xa8, 0, 0, 0, 0x01, 0x02, 0, 0, 0, 3, 0, 0], [0xaa, 0, 0, 0, 0x01, 0x02, 0, 0, 0, 3, 0, 0] },
        { [0x88, 0, 0, 0, 0, 0, 0, 0, 0x01, 0x02, 0, 0, 0, 3, 0, 0], [0x8a, 0, 0, 0, 0, 0, 0, 0, 0x01, 0x02, 0, 0, 0, 3, 0, 0] },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void Reads_and_writes_of_every_length_mean_the_same_blocks(byte[] read, byte[] write)
    {
        byte[] data = DiskHost.Pattern(3 * 512, 42);
        _disk.MustStore(write, data);
        Assert.Equal(data, _disk.MustFetch(read, data.Length));
        Assert.Equal(data, _disk.ReadBlocks(0x102, 3));
        Assert.Equal(new byte[512], _disk.ReadBlocks(0x101, 1));
        Assert.Equal(new byte[512], _disk.ReadBlocks(0x105, 1));
    }

    [Fact]
    public void Six_byte_commands_mean_256_blocks_by_0()
    {
        byte[] data = DiskHost.Pattern(256 * 512, 3);
        _disk.MustStore([0x0a, 0, 0, 1, 0, 0], data);
        Assert.Equal(data, _disk.MustFetch([0x08, 0, 0, 1, 0, 0], data.Length));
    }

    [Fact]
    public void Ten_byte_commands_mean_no_blocks_by_0()
    {
        _disk.MustDo(DiskHost.Blocks(0x28, 6144, 0));
        _disk.MustDo(DiskHost.Blocks(0x2a, 0, 0));
    }

    [Theory]
    [InlineData(new byte[] { 0x28, 0, 0, 0, 0x18, 0x00, 0, 0, 1, 0 })]
    [InlineData(new byte[] { 0x28, 0, 0, 0, 0x17, 0xff, 0, 0, 2, 0 })]
    [InlineData(new byte[] { 0x2a, 0, 0xff, 0xff, 0xff, 0xff, 0, 0xff, 0xff, 0 })]
    [InlineData(new byte[] { 0x28, 0, 0, 0, 0x18, 0x01, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0xa8, 0, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff, 0, 0 })]
    [InlineData(new byte[] { 0x88, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 1, 0, 0 })]
    [InlineData(new byte[] { 0x8a, 0, 0x80, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 0 })]
    [InlineData(new byte[] { 0x08, 0x1f, 0xff, 0xff, 0, 0 })]
    [InlineData(new byte[] { 0x2f, 0, 0, 0, 0x18, 0x00, 0, 0, 1, 0 })]
    [InlineData(new byte[] { 0x35, 0, 0, 0, 0x18, 0x01, 0, 0, 0, 0 })]
    public void Beyond_the_end_is_out_of_range(byte[] command) => MustFail(OutOfRange, command);

    [Fact]
    public void The_last_block_is_within()
    {
        _disk.WriteBlocks(6143, DiskHost.Pattern(512, 8));
        Assert.Equal(DiskHost.Pattern(512, 8), _disk.ReadBlocks(6143, 1));
    }

    [Fact]
    public void Verification_and_flushing_succeed()
    {
        _disk.MustDo(DiskHost.Blocks(0x2f, 0, 6144));
        _disk.MustDo([0xaf, 0, 0, 0, 0, 0, 0, 0, 0x18, 0, 0, 0]);
        _disk.MustDo([0x8f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x18, 0, 0, 0]);
        _disk.MustDo(DiskHost.Blocks(0x35, 0, 0));
        _disk.MustDo([0x91, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        MustFail(InvalidField, 0x2f, 2, 0, 0, 0, 0, 0, 0, 1, 0);
    }

    [Fact]
    public void A_stopped_disk_is_not_ready_until_it_is_started()
    {
        _disk.MustDo(0x1b, 0, 0, 0, 0, 0);
        MustFail(0x020402, 0, 0, 0, 0, 0, 0);
        MustFail(0x020402, DiskHost.Blocks(0x28, 0, 1));
        MustFail(0x020402, DiskHost.Blocks(0x2a, 0, 1));
        MustFail(0x020402, 0x25, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        MustFail(0x020402, DiskHost.Blocks(0x35, 0, 0));
        _disk.MustFetch([0x12, 0, 0, 0, 36, 0], 36);
        _disk.MustDo(0x1b, 0, 0, 0, 1, 0);
        _disk.MustDo(0, 0, 0, 0, 0, 0);
        MustFail(InvalidField, 0x1b, 0, 0, 0, 0x10, 0);
    }

    [Fact]
    public void Removal_may_be_prevented_and_allowed()
    {
        _disk.MustDo(0x1e, 0, 0, 0, 1, 0);
        _disk.MustDo(0x1e, 0, 0, 0, 0, 0);
    }

    [Theory]
    [InlineData(0x04)] // FORMAT UNIT
    [InlineData(0x15)] // MODE SELECT
    [InlineData(0x42)] // UNMAP
    [InlineData(0x85)] // ATA PASS-THROUGH
    [InlineData(0xa3)] // REPORT SUPPORTED OPERATION CODES
    public void Unknown_commands_fail_by_name(byte code) => MustFail(InvalidCommand, code, 0, 0, 0, 0, 0);

    [Fact]
    public void A_read_only_disk_refuses_writes_and_says_so_beforehand()
    {
        using var disk = DiskHost.Memory(1 << 20, isReadOnly: true);
        Assert.Equal(0x80, disk.MustFetch([0x1a, 0, 0x3f, 0, 4, 0], 4)[2]);
        Assert.Equal(0x80, disk.MustFetch([0x5a, 0, 0x3f, 0, 0, 0, 0, 0, 8, 0], 8)[3]);
        Assert.Equal((1, 512u), disk.Store(DiskHost.Blocks(0x2a, 0, 1), DiskHost.Pattern(512, 1)));
        Assert.Equal(0x072700, disk.Sense());
        Assert.Equal(new byte[512], disk.ReadBlocks(0, 1));
        disk.MustDo(DiskHost.Blocks(0x35, 0, 0));
    }

    [Fact]
    public void The_content_stays_for_the_next_session()
    {
        using var disk = VirtualDisk.InMemory(new VirtualPort(200, 3), 1 << 20);
        using (OpenDevice first = disk.Open(new RecordingSink(), OpenOptions.Default))
        {
            // A holder that goes away before it has read the status.
            byte[] wrapper = [.. "USBC"u8, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 10, .. DiskHost.Blocks(0x2a, 0, 1), .. new byte[6]];
            foreach (byte[] data in new[] { wrapper, DiskHost.Pattern(512, 4) })
            {
                Urb urb = first.CreateUrb(data.Length);
                urb.Begin(new EndpointAddress(DiskHost.Out), TransferType.Bulk, data.Length);
                data.CopyTo(urb.Buffer);
                Assert.True(first.Submit(urb));
                Assert.Equal((0, data.Length), (urb.Status, urb.ActualLength));
                first.DestroyUrb(urb);
            }
        }
        using var host = new DiskHost(disk);
        Assert.Equal(DiskHost.Pattern(512, 4), host.ReadBlocks(0, 1));
    }
}
