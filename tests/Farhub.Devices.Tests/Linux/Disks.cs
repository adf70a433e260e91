using System.Runtime.Versioning;
using Farhub.Devices.Linux;

namespace Farhub.Devices.Tests.Linux;

[SupportedOSPlatform("linux")]
public sealed class Disks : IDisposable
{
    readonly FakeSystem _system = new();
    readonly string _device;
    readonly string _partition;

    public Disks()
    {
        _device = _system.AddDisk("1-4", 7);
        _partition = _system.AddBlock(_device);
    }

    public void Dispose() => _system.Dispose();

    string? Use() => BlockUse.Find(_system.Root, _device, MountTable.Read(_system.Root));

    [Fact]
    public void A_disk_that_is_only_plugged_in_is_free() => Assert.Null(Use());

    [Theory]
    [InlineData("8:17", "/dev/sdb1")] // The partition.
    [InlineData("8:16", "/dev/sdb")] // The whole disk, without a partition table.
    [InlineData("0:45", "/dev/sdb1")] // btrfs and the like, whose mounts have a number of their own.
    public void Mounted(string number, string source)
    {
        _system.Mount($"91 22 {number} / /mnt/stick rw,nosuid shared:40 - vfat {source} rw");
        Assert.Equal("mounted at /mnt/stick", Use());
    }

    [Fact]
    public void Mounted_more_than_once_names_each_place_once()
    {
        _system.Mount("91 22 8:17 / /media/My\\040Disk\\134 rw - vfat /dev/sdb1 rw");
        _system.Mount("92 22 8:17 /sub /srv rw shared:1 master:2 - vfat /dev/sdb1 rw");
        _system.Mount("93 22 8:17 /sub /srv rw - vfat /dev/sdb1 rw");
        Assert.Equal("mounted at /media/My Disk\\, /srv", Use());
    }

    [Fact]
    public void Another_disks_mounts_do_not_count()
    {
        _system.Mount("91 22 8:33 / /mnt rw - vfat /dev/sdc1 rw");
        _system.Mount("92 22 0:17 / /tmp rw - tmpfs tmpfs rw");
        _system.Mount("broken line");
        Assert.Null(Use());
    }

    [Fact]
    public void Swap()
    {
        File.AppendAllText(_system.Root.PathOf("/proc/swaps"), "/dev/sdb1                               partition\t1048572\t0\t-2\n");
        Assert.Equal("used as swap (/dev/sdb1)", Use());
    }

    [Fact]
    public void An_opened_encrypted_partition_is_in_use_even_unmounted()
    {
        _system.AddHolder(_partition, "dm-0", "253:0", "luks-1");
        Assert.Equal("part of /dev/dm-0", Use());
    }

    [Theory]
    [InlineData("253:1", "/dev/mapper/vg-home")]
    [InlineData("0:50", "/dev/mapper/vg-home")]
    public void A_mounted_volume_on_an_encrypted_partition_is_mounted(string number, string source)
    {
        _system.AddHolder(_partition, "dm-0", "253:0", "luks-1");
        _system.AddHolder("/sys/devices/virtual/block/dm-0", "dm-1", "253:1", "vg-home");
        _system.Mount($"91 22 {number} / /home rw - btrfs {source} rw");
        Assert.Equal("mounted at /home", Use());
    }

    [Fact]
    public void A_member_of_a_raid_is_in_use()
    {
        _system.AddHolder(_partition, "md127", "9:127");
        _system.AddHolder("/sys/devices/virtual/block/md127", "dm-3", "253:3");
        _system.Mount("91 22 253:3 / /data rw - xfs /dev/dm-3 rw");
        Assert.Equal("mounted at /data", Use());
    }
}
