using System.Runtime.InteropServices;
using Farhub.Devices.Virtual;

namespace Farhub.Devices.Tests.Virtual;

public sealed partial class ImageTests : IDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("farhub-image-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    string Path(string name = "disk.img") => System.IO.Path.Combine(_directory, name);

    DeviceException Refused(string path, long? size = null, bool isReadOnly = false) =>
        Assert.Throws<DeviceException>(() => VirtualDisk.FromImage(TestHost.Port, path, size, isReadOnly));

    [LibraryImport("libc", EntryPoint = "truncate", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Truncate(string path, long length);

    [Fact]
    public void An_absent_image_is_created_with_its_size_and_keeps_its_content()
    {
        using (var disk = new DiskHost(VirtualDisk.FromImage(TestHost.Port, Path(), 8 << 20)))
        {
            disk.WriteBlocks(100, DiskHost.Pattern(4096, 1));
            disk.MustDo(DiskHost.Blocks(0x35, 0, 0));
        }
        Assert.Equal(8 << 20, new FileInfo(Path()).Length);
        using (var disk = new DiskHost(VirtualDisk.FromImage(TestHost.Port, Path())))
        {
            Assert.Equal([0, 0, 0x3f, 0xff, 0, 0, 2, 0], disk.MustFetch([0x25, 0, 0, 0, 0, 0, 0, 0, 0, 0], 8));
            Assert.Equal(DiskHost.Pattern(4096, 1), disk.ReadBlocks(100, 8));
            Assert.Equal(new byte[512], disk.ReadBlocks(108, 1));
        }
        byte[] file = File.ReadAllBytes(Path());
        Assert.Equal(DiskHost.Pattern(4096, 1), file.AsSpan(51200, 4096).ToArray());
        using VirtualDisk same = VirtualDisk.FromImage(TestHost.Port, Path(), 8 << 20);
        Assert.Equal(8 << 20, same.Size);
    }

    [Fact]
    public void An_absent_image_without_a_size_is_refused_and_not_created()
    {
        Assert.Contains("give a size", Refused(Path()).Message, StringComparison.Ordinal);
        Assert.Equal(DeviceFailure.Gone, Refused(Path(), 1 << 20, isReadOnly: true).Failure);
        Assert.False(File.Exists(Path()));
    }

    [Theory]
    [InlineData(0, null, "empty")]
    [InlineData(1000, null, "not a multiple of 512")]
    [InlineData(1024, 2048L, "not 2K")]
    public void An_image_that_cannot_be_a_disk_is_refused(int length, long? size, string why)
    {
        File.WriteAllBytes(Path(), new byte[length]);
        Assert.Contains(why, Refused(Path(), size).Message, StringComparison.Ordinal);
        using FileStream still = File.Open(Path(), FileMode.Open, FileAccess.ReadWrite, FileShare.None); // It let the file go.
        Assert.Equal(length, still.Length);
    }

    [Fact]
    public void A_directory_is_refused_as_one() => Assert.Contains("directory", Refused(_directory).Message, StringComparison.Ordinal);

    [Fact]
    public void A_place_that_does_not_exist_is_refused() => Assert.Equal(DeviceFailure.Error, Refused(Path("no/where.img"), 1024).Failure);

    [Fact]
    public void An_image_serves_one_writer_or_many_readers()
    {
        using (VirtualDisk.FromImage(TestHost.Port, Path(), 4096))
        {
            Assert.Equal(DeviceFailure.Busy, Refused(Path()).Failure);
            Assert.Equal(DeviceFailure.Busy, Refused(Path(), isReadOnly: true).Failure);
        }
        using VirtualDisk first = VirtualDisk.FromImage(TestHost.Port, Path(), isReadOnly: true);
        using VirtualDisk second = VirtualDisk.FromImage(TestHost.Port, Path(), isReadOnly: true);
        Assert.Equal(DeviceFailure.Busy, Refused(Path()).Failure);
        Assert.Equal(first.Info.Serial, second.Info.Serial);
    }

    [Fact]
    public void A_file_that_may_not_be_written_is_refused_with_a_hint()
    {
        const string File = "/sys/kernel/notes"; // Not even root may open it for writing.
        Assert.SkipUnless(System.IO.File.Exists(File), "There is no such file here.");
        DeviceException refusal = Refused(File);
        Assert.Equal(DeviceFailure.Denied, refusal.Failure);
        Assert.Contains("option ro", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_read_only_image_refuses_writes()
    {
        File.WriteAllBytes(Path(), DiskHost.Pattern(4096, 0));
        using var disk = new DiskHost(VirtualDisk.FromImage(TestHost.Port, Path(), isReadOnly: true));
        Assert.Equal(DiskHost.Pattern(4096, 0), disk.ReadBlocks(0, 8));
        Assert.Equal((1, 512u), disk.Store(DiskHost.Blocks(0x2a, 0, 1), new byte[512]));
        Assert.Equal(0x072700, disk.Sense());
        Assert.Equal(DiskHost.Pattern(4096, 0), File.ReadAllBytes(Path()));
    }

    [Fact]
    public void An_image_cut_short_while_it_is_in_use_is_a_medium_error_where_it_is_missing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only here can a file be cut while it is open.");
        using var disk = new DiskHost(VirtualDisk.FromImage(TestHost.Port, Path(), 1 << 20));
        disk.WriteBlocks(0, DiskHost.Pattern(2048, 6));
        Assert.Equal(0, Truncate(Path(), 1024));
        (byte[] data, int status, uint residue) = disk.Fetch(DiskHost.Blocks(0x28, 0, 4), 2048);
        Assert.Equal((1, 1024u), (status, residue));
        Assert.Equal(DiskHost.Pattern(1024, 6), data);
        Assert.Equal(0x031100, disk.Sense());
        Assert.Equal(1024, disk.ReadBlocks(0, 2).Length);
    }

    [Fact]
    public void The_serial_number_tells_images_apart_and_not_their_paths()
    {
        using VirtualDisk one = VirtualDisk.FromImage(TestHost.Port, Path("one.img"), 4096);
        using VirtualDisk two = VirtualDisk.FromImage(TestHost.Port, Path("two.img"), 4096);
        Assert.NotEqual(one.Info.Serial, two.Info.Serial);
        Assert.Matches("^[0-9A-F]{12}$", one.Info.Serial);
        Assert.DoesNotContain(_directory, one.Info.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_larger_than_memory_is_refused_in_words() =>
        Assert.Contains("use an image file", Assert.Throws<DeviceException>(() => VirtualDisk.InMemory(TestHost.Port, 1L << 60)).Message, StringComparison.Ordinal);
}
