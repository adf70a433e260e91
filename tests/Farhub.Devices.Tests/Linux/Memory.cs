using System.Runtime.Versioning;
using Farhub.Devices.Linux;
using Farhub.Usb;

namespace Farhub.Devices.Tests.Linux;

[SupportedOSPlatform("linux")]
public sealed unsafe class Memory : IDisposable
{
    readonly FakeSystem _system = new();
    readonly FakeUsbfs _usbfs = new() { Capabilities = Usbdevfs.USBDEVFS_CAP_NO_PACKET_SIZE_LIM | Usbdevfs.USBDEVFS_CAP_REAP_AFTER_DISCONNECT | Usbdevfs.USBDEVFS_CAP_MMAP };

    public void Dispose()
    {
        _usbfs.Dispose();
        _system.Dispose();
    }

    [Fact]
    public void A_page_and_more_is_mapped_and_unmapped_even_after_the_claim_ended()
    {
        using var device = new TestDevice(_usbfs);
        Urb page = device.Open.CreateUrb(4096), more = device.Open.CreateUrb(65536 + 8);
        Assert.Equal(4096, page.Capacity);
        Assert.Equal(65536 + 4096, more.Capacity);
        device.Open.DestroyUrb(page);
        device.Open.Dispose();
        device.Open.DestroyUrb(more);
        device.Open.DestroyUrb(more); // Twice is once.
        Assert.Equal(["map 4096", "map 69632", "unmap 4096", "unmap 69632"], _usbfs.Calls.Where(c => c.Contains("map", StringComparison.Ordinal)));
    }

    [Fact]
    public void Small_memory_is_not_mapped()
    {
        using var device = new TestDevice(_usbfs);
        Urb urb = device.Open.CreateUrb(512);
        Assert.True(urb.Capacity >= 512);
        Assert.DoesNotContain(_usbfs.Calls, c => c.StartsWith("map", StringComparison.Ordinal));
        device.Open.DestroyUrb(urb);
    }

    [Fact]
    public void Where_there_is_nothing_contiguous_the_heap_serves()
    {
        using var device = new TestDevice(_usbfs);
        _usbfs.Results["map 8388608"] = -Errno.ENOMEM;
        Urb urb = device.Open.CreateUrb(8 << 20);
        Assert.True(urb.Capacity >= 8 << 20);
        Assert.Equal(0, (nint)urb.Memory % 4096);
        _usbfs.SubmitResult = _ => -Errno.ENOMEM; // What a controller without scatter-gather makes of it.
        urb.Begin(TestDevice.BulkIn, TransferType.Bulk, 8 << 20);
        Assert.True(device.Open.Submit(urb));
        Assert.Equal(-Errno.ENOMEM, urb.Status);
        _usbfs.SubmitResult = null;
        device.SubmitBulk();
        device.Open.DestroyUrb(urb);
    }

    [Fact]
    public void Without_the_capability_nothing_is_mapped()
    {
        _usbfs.Capabilities &= ~Usbdevfs.USBDEVFS_CAP_MMAP;
        using var device = new TestDevice(_usbfs);
        device.Open.DestroyUrb(device.Open.CreateUrb(65536));
        Assert.DoesNotContain(_usbfs.Calls, c => c.StartsWith("map", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("16", 0, "0")]
    [InlineData("16", 1000, "1000")]
    [InlineData("2000", 1000, "2000")]
    [InlineData("0", 1000, "0")]
    [InlineData("0", 0, "0")]
    public void The_kernels_allowance_is_raised_and_never_lowered(string before, int wanted, string after)
    {
        const string parameter = "/sys/module/usbcore/parameters/usbfs_memory_mb";
        _system.Write(parameter, before + "\n");
        Assert.Null(UsbfsMemory.Allow(_system.Root, wanted));
        Assert.Equal(after, _system.Root.ReadText(parameter));
    }

    [Fact]
    public void Where_it_may_not_be_raised_the_parameter_is_named()
    {
        const string parameter = "/sys/module/usbcore/parameters/usbfs_memory_mb";
        // A number that can be read and not written, not even by root.
        Directory.CreateDirectory(Path.GetDirectoryName(_system.Root.PathOf(parameter))!);
        File.CreateSymbolicLink(_system.Root.PathOf(parameter), "/proc/sys/kernel/ngroups_max");
        string? message = UsbfsMemory.Allow(_system.Root);
        Assert.NotNull(message);
        Assert.Contains("usbcore.usbfs_memory_mb=0", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_usb_there_is_nothing_to_raise() => Assert.Null(UsbfsMemory.Allow(_system.Root));
}
