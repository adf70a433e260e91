using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Farhub.Devices.Linux;
using Farhub.Usb;

namespace Farhub.Devices.Tests.Linux;

/// <summary>Sizes, offsets and request numbers against include/uapi/linux/usbdevice_fs.h, as a C compiler sees it on x64 and arm64.</summary>
[SupportedOSPlatform("linux")]
public class Layouts
{
    [Fact]
    public void Structs_have_the_kernels_sizes()
    {
        Assert.Equal(8, nint.Size);
        Assert.Equal(56, Unsafe.SizeOf<UsbdevfsUrb>());
        Assert.Equal(12, Unsafe.SizeOf<UsbdevfsIsoPacketDesc>());
        Assert.Equal(8, Unsafe.SizeOf<UsbdevfsSetInterface>());
        Assert.Equal(16, Unsafe.SizeOf<UsbdevfsIoctl>());
        Assert.Equal(24, Unsafe.SizeOf<UsbdevfsControlTransfer>());
        Assert.Equal(264, Unsafe.SizeOf<UsbdevfsDisconnectClaim>());
        Assert.Equal(12, Unsafe.SizeOf<SockaddrNl>());
        Assert.Equal(8, Unsafe.SizeOf<PollFd>());
    }

    [Theory]
    [InlineData(nameof(UsbdevfsUrb.Type), 0)]
    [InlineData(nameof(UsbdevfsUrb.Endpoint), 1)]
    [InlineData(nameof(UsbdevfsUrb.Status), 4)]
    [InlineData(nameof(UsbdevfsUrb.Flags), 8)]
    [InlineData(nameof(UsbdevfsUrb.Buffer), 16)]
    [InlineData(nameof(UsbdevfsUrb.BufferLength), 24)]
    [InlineData(nameof(UsbdevfsUrb.ActualLength), 28)]
    [InlineData(nameof(UsbdevfsUrb.StartFrame), 32)]
    [InlineData(nameof(UsbdevfsUrb.NumberOfPackets), 36)]
    [InlineData(nameof(UsbdevfsUrb.ErrorCount), 40)]
    [InlineData(nameof(UsbdevfsUrb.SignalNumber), 44)]
    [InlineData(nameof(UsbdevfsUrb.UserContext), 48)]
    public void Urb_fields_are_where_the_kernel_reads_them(string field, int offset) =>
        Assert.Equal(offset, (int)Marshal.OffsetOf<UsbdevfsUrb>(field));

    [Theory]
    [InlineData(typeof(UsbdevfsIsoPacketDesc), nameof(UsbdevfsIsoPacketDesc.ActualLength), 4)]
    [InlineData(typeof(UsbdevfsIsoPacketDesc), nameof(UsbdevfsIsoPacketDesc.Status), 8)]
    [InlineData(typeof(UsbdevfsSetInterface), nameof(UsbdevfsSetInterface.AlternateSetting), 4)]
    [InlineData(typeof(UsbdevfsControlTransfer), nameof(UsbdevfsControlTransfer.Request), 1)]
    [InlineData(typeof(UsbdevfsControlTransfer), nameof(UsbdevfsControlTransfer.Value), 2)]
    [InlineData(typeof(UsbdevfsControlTransfer), nameof(UsbdevfsControlTransfer.Index), 4)]
    [InlineData(typeof(UsbdevfsControlTransfer), nameof(UsbdevfsControlTransfer.Length), 6)]
    [InlineData(typeof(UsbdevfsControlTransfer), nameof(UsbdevfsControlTransfer.Timeout), 8)]
    [InlineData(typeof(UsbdevfsControlTransfer), nameof(UsbdevfsControlTransfer.Data), 16)]
    [InlineData(typeof(UsbdevfsIoctl), nameof(UsbdevfsIoctl.Code), 4)]
    [InlineData(typeof(UsbdevfsIoctl), nameof(UsbdevfsIoctl.Data), 8)]
    [InlineData(typeof(SockaddrNl), nameof(SockaddrNl.Pid), 4)]
    [InlineData(typeof(SockaddrNl), nameof(SockaddrNl.Groups), 8)]
    [InlineData(typeof(PollFd), nameof(PollFd.Wanted), 4)]
    [InlineData(typeof(PollFd), nameof(PollFd.Happened), 6)]
    public void Other_fields_too(Type type, string field, int offset) => Assert.Equal(offset, (int)Marshal.OffsetOf(type, field));

    [Fact]
    public unsafe void Driver_name_of_a_claim_comes_after_interface_and_flags()
    {
        var claim = new UsbdevfsDisconnectClaim();
        "usbfs"u8.CopyTo(claim.Driver);
        Assert.Equal("usbfs\0"u8, new ReadOnlySpan<byte>((byte*)&claim + 8, 6));
        Assert.Equal(4, (int)((byte*)&claim.Flags - (byte*)&claim));
    }

    [Fact]
    public void Request_numbers_are_the_kernels()
    {
        Assert.Equal(0x80085504u, Usbdevfs.USBDEVFS_SETINTERFACE);
        Assert.Equal(0x80045505u, Usbdevfs.USBDEVFS_SETCONFIGURATION);
        Assert.Equal(0x8038550Au, Usbdevfs.USBDEVFS_SUBMITURB);
        Assert.Equal(0x0000550Bu, Usbdevfs.USBDEVFS_DISCARDURB);
        Assert.Equal(0x4008550Cu, Usbdevfs.USBDEVFS_REAPURB);
        Assert.Equal(0x4008550Du, Usbdevfs.USBDEVFS_REAPURBNDELAY);
        Assert.Equal(0x80045510u, Usbdevfs.USBDEVFS_RELEASEINTERFACE);
        Assert.Equal(0xC0105512u, Usbdevfs.USBDEVFS_IOCTL);
        Assert.Equal(0x00005514u, Usbdevfs.USBDEVFS_RESET);
        Assert.Equal(0x80045515u, Usbdevfs.USBDEVFS_CLEAR_HALT);
        Assert.Equal(0x00005517u, Usbdevfs.USBDEVFS_CONNECT);
        Assert.Equal(0xC0185500u, Usbdevfs.USBDEVFS_CONTROL);
        Assert.Equal(0x80045518u, Usbdevfs.USBDEVFS_CLAIM_PORT);
        Assert.Equal(0x80045519u, Usbdevfs.USBDEVFS_RELEASE_PORT);
        Assert.Equal(0x8004551Au, Usbdevfs.USBDEVFS_GET_CAPABILITIES);
        Assert.Equal(0x8108551Bu, Usbdevfs.USBDEVFS_DISCONNECT_CLAIM);
    }

    [Fact]
    public void Urb_flags_are_numbered_as_usbfs_numbers_them()
    {
        // USBDEVFS_URB_SHORT_NOT_OK, _ISO_ASAP, _ZERO_PACKET: what lets the flags pass without translation.
        Assert.Equal(0x01u, (uint)UrbFlags.ShortNotOk);
        Assert.Equal(0x02u, (uint)UrbFlags.IsoAsap);
        Assert.Equal(0x40u, (uint)UrbFlags.ZeroPacket);
    }
}
