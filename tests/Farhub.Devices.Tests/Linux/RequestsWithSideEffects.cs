using System.Runtime.Versioning;
using Farhub.Devices.Linux;
using Farhub.Usb;

namespace Farhub.Devices.Tests.Linux;

[SupportedOSPlatform("linux")]
public sealed class RequestsWithSideEffects : IDisposable
{
    static readonly string[] s_claimed = ["claim 0", "claim 1"];

    readonly TestDevice _device = new();

    public void Dispose() => _device.Dispose();

    string[] CallsSinceClaim => _device.Usbfs.Calls[s_claimed.Length..];

    [Theory]
    [InlineData(0x00, 5, 9, 0, SideEffect.SetAddress)]
    [InlineData(0x00, 9, 1, 0, SideEffect.SetConfiguration)]
    [InlineData(0x01, 11, 1, 0, SideEffect.SetInterface)]
    [InlineData(0x02, 1, 0, 0x81, SideEffect.ClearHalt)]
    [InlineData(0x23, 3, 4, 1, SideEffect.PortReset)]
    // Neighbours that are none of them.
    [InlineData(0x20, 5, 9, 0, SideEffect.None)] // Class requests.
    [InlineData(0x21, 9, 0x0200, 0, SideEffect.None)] // HID SET_REPORT.
    [InlineData(0x21, 11, 1, 0, SideEffect.None)] // HID SET_PROTOCOL.
    [InlineData(0x40, 9, 1, 0, SideEffect.None)] // Vendor.
    [InlineData(0x80, 9, 1, 0, SideEffect.None)]
    [InlineData(0x81, 11, 1, 0, SideEffect.None)]
    [InlineData(0x02, 1, 1, 0x81, SideEffect.None)] // Another feature.
    [InlineData(0x02, 1, 0, 0x80, SideEffect.None)] // Endpoint 0 answers for itself.
    [InlineData(0x02, 3, 0, 0x81, SideEffect.None)] // SET_FEATURE(ENDPOINT_HALT).
    [InlineData(0x00, 1, 1, 0, SideEffect.None)] // CLEAR_FEATURE(DEVICE_REMOTE_WAKEUP).
    [InlineData(0x01, 1, 0, 0, SideEffect.None)]
    [InlineData(0x23, 1, 4, 1, SideEffect.None)] // CLEAR_FEATURE of a port.
    [InlineData(0x23, 3, 8, 1, SideEffect.None)] // PORT_POWER.
    internal void Are_found_by_their_whole_bytes(byte requestType, byte request, ushort value, ushort index, SideEffect expected) =>
        Assert.Equal(expected, SideEffects.Of(new SetupPacket(requestType, request, value, index, 0)));

    [Fact]
    public void Set_address_is_swallowed()
    {
        Assert.Equal(0, _device.Request(0x00, StandardRequest.SetAddress, 9, 0));
        Assert.Empty(CallsSinceClaim);
        Assert.Equal(0, _device.Usbfs.Submits);
    }

    [Fact]
    public void Set_configuration_changes_claims_and_endpoints()
    {
        Assert.Equal(0, _device.Request(0x00, StandardRequest.SetConfiguration, 2, 0));
        Assert.Equal(["release 0", "release 1", "configuration 2", "claim 0"], CallsSinceClaim);
        Assert.Equal(TransferType.Bulk, _device.Open.TypeOf(TestDevice.OtherOut));
        Assert.Null(_device.Open.TypeOf(TestDevice.BulkIn));
        Assert.Null(_device.Open.TypeOf(TestDevice.InterruptIn));
        Assert.Equal(TransferType.Control, _device.Open.TypeOf(EndpointAddress.Of(0, isIn: true)));
    }

    [Fact]
    public void Set_configuration_kills_urbs_which_are_shut_down()
    {
        Urb urb = _device.SubmitBulk();
        Assert.Equal(0, _device.Request(0x00, StandardRequest.SetConfiguration, 1, 0));
        _device.Sink.Await(1);
        Assert.Equal(-Errno.ESHUTDOWN, urb.Status);
    }

    [Fact]
    public void Set_configuration_of_an_unknown_value_stalls_and_touches_nothing()
    {
        _device.SubmitBulk();
        Assert.Equal(-Errno.EPIPE, _device.Request(0x00, StandardRequest.SetConfiguration, 7, 0));
        Assert.Empty(CallsSinceClaim);
        Assert.Equal(1, _device.Usbfs.PendingCount);
    }

    [Fact]
    public void Set_configuration_0_leaves_endpoint_0_only()
    {
        Assert.Equal(0, _device.Request(0x00, StandardRequest.SetConfiguration, 0, 0));
        Assert.Equal(["release 0", "release 1", "configuration 0"], CallsSinceClaim);
        Assert.Null(_device.Open.TypeOf(TestDevice.BulkIn));
        Assert.Equal(TransferType.Control, _device.Open.TypeOf(EndpointAddress.Of(0, isIn: false)));
    }

    [Fact]
    public void Set_configuration_takes_an_interface_back_that_a_driver_took_meanwhile()
    {
        _device.Usbfs.Results["configuration 1"] = -Errno.EBUSY;
        Assert.Equal(0, _device.Request(0x00, StandardRequest.SetConfiguration, 1, 0));
        Assert.Equal(
            ["release 0", "release 1", "configuration 1", "claim 0", "claim 1", "release 0", "release 1", "configuration 1", "claim 0", "claim 1"], CallsSinceClaim);
    }

    [Fact]
    public void Set_configuration_that_the_device_refuses_leaves_the_old_one()
    {
        _device.Usbfs.Results["configuration 2"] = -Errno.EPIPE;
        Assert.Equal(-Errno.EPIPE, _device.Request(0x00, StandardRequest.SetConfiguration, 2, 0));
        Assert.Equal(["release 0", "release 1", "configuration 2", "claim 0", "claim 1"], CallsSinceClaim);
        Assert.Equal(TransferType.Bulk, _device.Open.TypeOf(TestDevice.BulkIn));
    }

    [Fact]
    public void Set_interface_changes_endpoints_and_back()
    {
        Assert.Null(_device.Open.TypeOf(TestDevice.IsoIn));
        Assert.Equal(0, _device.Request(0x01, StandardRequest.SetInterface, 1, 0));
        Assert.Equal(TransferType.Isochronous, _device.Open.TypeOf(TestDevice.IsoIn));
        Assert.Equal(TransferType.Interrupt, _device.Open.TypeOf(TestDevice.InterruptIn));
        Assert.Equal(0, _device.Request(0x01, StandardRequest.SetInterface, 0, 0));
        Assert.Null(_device.Open.TypeOf(TestDevice.IsoIn));
        Assert.Equal(["interface 0 1", "interface 0 0"], CallsSinceClaim);
    }

    [Theory]
    [InlineData(9, 0)]
    [InlineData(0, 5)]
    public void Set_interface_of_an_absent_setting_or_interface_stalls(ushort setting, ushort number)
    {
        Assert.Equal(-Errno.EPIPE, _device.Request(0x01, StandardRequest.SetInterface, setting, number));
        Assert.Empty(CallsSinceClaim);
    }

    [Fact]
    public void Set_configuration_brings_settings_back()
    {
        Assert.Equal(0, _device.Request(0x01, StandardRequest.SetInterface, 1, 0));
        Assert.Equal(0, _device.Request(0x00, StandardRequest.SetConfiguration, 1, 0));
        Assert.Null(_device.Open.TypeOf(TestDevice.IsoIn));
    }

    [Fact]
    public void Clear_halt_goes_through_the_kernel()
    {
        Assert.Equal(0, _device.Request(0x02, StandardRequest.ClearFeature, 0, 0x81));
        Assert.Equal(["clear halt 81"], CallsSinceClaim);
    }

    [Fact]
    public void Clear_halt_of_an_absent_endpoint_stalls()
    {
        Assert.Equal(-Errno.EPIPE, _device.Request(0x02, StandardRequest.ClearFeature, 0, 0x84));
        Assert.Empty(CallsSinceClaim);
    }

    [Fact]
    public void Clear_halt_of_endpoint_0_is_the_devices()
    {
        Assert.Null(_device.Request(0x02, StandardRequest.ClearFeature, 0, 0));
        Assert.Equal(1, _device.Usbfs.PendingCount);
    }

    [Fact]
    public void Port_reset_resets_without_claims_and_claims_again()
    {
        Assert.Equal(0, _device.Request(0x01, StandardRequest.SetInterface, 1, 0));
        Urb urb = _device.SubmitBulk();
        Assert.Equal(0, _device.Request(0x23, StandardRequest.SetFeature, 4, 1));
        Assert.Equal(["interface 0 1", "release 0", "release 1", "reset", "claim 0", "claim 1"], CallsSinceClaim);
        _device.Sink.Await(1);
        Assert.Equal(-Errno.ESHUTDOWN, urb.Status);
        Assert.Null(_device.Open.TypeOf(TestDevice.IsoIn));
    }

    [Theory]
    [InlineData(0x81, 6, 0, true)] // GET_DESCRIPTOR of an interface (HID).
    [InlineData(0x21, 9, 1, true)]
    [InlineData(0x21, 9, 2, false)]
    [InlineData(0x21, 9, 0x0101, true)] // Only the low byte is the interface.
    [InlineData(0xa1, 0, 0x0102, true)] // GET_DEVICE_ID of a printer: the high byte.
    [InlineData(0xa1, 0, 0x0202, false)]
    [InlineData(0xa1, 1, 0x0102, false)]
    [InlineData(0x41, 1, 9, true)] // Vendor requests mean by it what they like.
    [InlineData(0x80, 6, 9, true)] // To the device: a language.
    [InlineData(0x82, 0, 0x84, true)] // To an endpoint: the kernel knows, without a warning.
    public void Requests_to_interfaces_that_are_not_there_do_not_reach_the_kernel(byte requestType, byte request, ushort index, bool reaches)
    {
        Assert.Equal(reaches ? null : -Errno.EPIPE, _device.Request(requestType, request, 0, index));
        Assert.Equal(reaches ? 1 : 0, _device.Usbfs.Submits);
    }

    [Fact]
    public void After_an_unplug_they_say_that_the_device_is_gone()
    {
        _device.Usbfs.Unplug();
        Assert.Equal(-Errno.ENODEV, _device.Request(0x00, StandardRequest.SetConfiguration, 1, 0));
        Assert.Equal(-Errno.ENODEV, _device.Request(0x23, StandardRequest.SetFeature, 4, 1));
    }

    [Theory]
    [InlineData(-Errno.EINVAL, -Errno.EPIPE)]
    [InlineData(-Errno.ENOENT, -Errno.EPIPE)]
    [InlineData(-Errno.ETIMEDOUT, -Errno.ETIMEDOUT)]
    [InlineData(-Errno.EPIPE, -Errno.EPIPE)]
    [InlineData(0, 0)]
    public void What_the_kernel_does_not_know_is_a_stall(int result, int expected) => Assert.Equal(expected, UsbfsStatus.OfRequest(result));
}
