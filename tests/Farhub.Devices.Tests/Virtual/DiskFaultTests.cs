using Farhub.Devices.Virtual;
using Farhub.Usb;

namespace Farhub.Devices.Tests.Virtual;

public sealed class DiskFaultTests : IDisposable
{
    const int WriteError = 0x030c00;

#pragma warning disable CA2213 // The disk's to dispose.
    readonly FaultyStore _store = new(1 << 20);
#pragma warning restore CA2213
    readonly DiskHost _disk;

    public DiskFaultTests() => _disk = new DiskHost(VirtualDisk.Make(TestHost.Port, _store, "0123456789AB", null));

    public void Dispose() => _disk.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(512)]
    [InlineData(1024)]
    [InlineData(1500)]
    public void A_read_gives_what_can_be_read_and_names_the_block_that_cannot(int readable)
    {
        _store.ReadableTo = 4096 + readable;
        (byte[] data, int status, uint residue) = _disk.Fetch(DiskHost.Blocks(0x28, 8, 4), 2048);
        Assert.Equal((1, (uint)(2048 - readable), readable), (status, residue, data.Length));
        byte[] sense = _disk.MustFetch([0x03, 0, 0, 0, 18, 0], 18);
        Assert.Equal([0xf0, 0, 3, 0, 0, 0, (byte)(8 + (readable / 512)), 10, 0, 0, 0, 0, 0x11, 0, 0, 0, 0, 0], sense);
        _store.ReadableTo = long.MaxValue;
        Assert.Equal(2048, _disk.ReadBlocks(8, 4).Length);
    }

    [Fact]
    public void A_write_that_fails_with_its_last_data_fails_in_the_status()
    {
        _store.WritableTo = 0;
        Assert.Equal((1, 1024u), _disk.Store(DiskHost.Blocks(0x2a, 0, 2), new byte[1024]));
        Assert.Equal(WriteError, _disk.Sense());
        _store.WritableTo = long.MaxValue;
        _disk.WriteBlocks(0, new byte[512]);
    }

    [Fact]
    public void A_write_that_fails_before_its_last_data_stalls_the_rest()
    {
        _store.WritableTo = 512;
        _disk.Send(DiskHost.Blocks(0x2a, 0, 3), 1536, isIn: false);
        Assert.Equal((0, 512), _disk.WriteData(new byte[512]).Moved);
        Assert.Equal((0, 512), _disk.WriteData(new byte[512]).Moved);
        Assert.Equal((-Errno.EPIPE, 0), _disk.WriteData(new byte[512]).Moved);
        _disk.Clear(DiskHost.Out);
        Assert.Equal((1, 1024u), _disk.ReadStatus());
        Assert.Equal(WriteError, _disk.Sense());
    }

    [Fact]
    public void Flushing_is_passed_on_and_so_is_its_failure()
    {
        _disk.MustDo(DiskHost.Blocks(0x35, 0, 0));
        Assert.Equal(1, _store.Flushes);
        _disk.WriteBlocks(0, new byte[512]);
        Assert.Equal(1, _store.Flushes);
        byte[] forced = DiskHost.Blocks(0x2a, 0, 1);
        forced[1] = 8;
        _disk.MustStore(forced, new byte[512]);
        Assert.Equal(2, _store.Flushes);
        _store.CanFlush = false;
        Assert.Equal((1, 512u), _disk.Store(forced, new byte[512])); // Not lasting is not processed.
        Assert.Equal(WriteError, _disk.Sense());
        Assert.Equal(1, _disk.Store(DiskHost.Blocks(0x35, 0, 0), []).Status);
        Assert.Equal(WriteError, _disk.Sense());
        Assert.Equal(1, _disk.Store([0x1b, 0, 0, 0, 0, 0], []).Status);
        Assert.Equal(WriteError, _disk.Sense());
    }

    [Fact]
    public void A_cache_is_announced() => Assert.Equal(0x04, _disk.MustFetch([0x1a, 0, 0x08, 0, 24, 0], 24)[6]);

    [Fact]
    public void A_cache_cannot_be_changed() => Assert.Equal(0, _disk.MustFetch([0x1a, 0, 0x48, 0, 24, 0], 24)[6]);

    [Fact]
    public void The_store_is_freed_when_the_disk_is_unplugged_and_nobody_holds_it()
    {
        _disk.Host.Device.Dispose();
        Assert.False(_store.IsDisposed);
        _disk.Host.Open.Dispose();
        Assert.True(_store.IsDisposed);
    }
}
