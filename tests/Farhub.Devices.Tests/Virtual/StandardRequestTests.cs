using Farhub.Devices.Virtual;
using Farhub.Usb;

namespace Farhub.Devices.Tests.Virtual;

public sealed class StandardRequestTests : IDisposable
{
    const int Stall = -Errno.EPIPE;

    readonly TestHost _loopback = TestHost.Loopback(new ManualTime());
    readonly TestHost _disk = new(VirtualDisk.InMemory(new VirtualPort(200, 2), 1 << 20));

    public void Dispose()
    {
        _loopback.Dispose();
        _disk.Dispose();
    }

    static Outcome Descriptor(TestHost host, byte type, byte index, int length = 255) => host.Control(0x80, StandardRequest.GetDescriptor, (type << 8) | index, 0, length);

    [Fact]
    public void The_loopback_s_device_descriptor_is_this()
    {
        byte[] expected = [18, 1, 0x00, 0x02, 0xff, 0, 0, 64, 0x09, 0x12, 0x01, 0x00, 0x00, 0x01, 1, 2, 3, 1];
        Assert.Equal(expected, Descriptor(_loopback, DescriptorType.Device, 0, 18).Data);
    }

    [Fact]
    public void The_disk_s_device_descriptor_is_this()
    {
        byte[] expected = [18, 1, 0x00, 0x03, 0, 0, 0, 9, 0x09, 0x12, 0x02, 0x00, 0x00, 0x01, 1, 2, 3, 1];
        Assert.Equal(expected, Descriptor(_disk, DescriptorType.Device, 0, 64).Data);
    }

    [Fact]
    public void The_disk_s_configuration_has_companions()
    {
        byte[] expected =
        [
            9, 2, 44, 0, 1, 1, 0, 0xc0, 0,
            9, 4, 0, 0, 2, 8, 6, 0x50, 0,
            7, 5, 0x81, 2, 0x00, 0x04, 0, 6, 48, 15, 0, 0, 0,
            7, 5, 0x02, 2, 0x00, 0x04, 0, 6, 48, 15, 0, 0, 0,
        ];
        Assert.Equal(expected, Descriptor(_disk, DescriptorType.Configuration, 0).Data);
    }

    [Fact]
    public void The_loopback_s_configuration_reads_back_as_it_was_described()
    {
        byte[] bytes = Descriptor(_loopback, DescriptorType.Configuration, 0).Data;
        Assert.Equal(bytes.Length, bytes[2] | (bytes[3] << 8));
        Assert.True(ConfigurationDescriptor.TryRead(bytes, out ConfigurationDescriptor? read, out int length));
        Assert.Equal(bytes.Length, length);
        ConfigurationDescriptor described = _loopback.Device.Info.Configurations[0];
        Assert.Equal(described.Interfaces.Count, read!.Interfaces.Count);
        foreach ((InterfaceDescriptor expected, InterfaceDescriptor actual) in described.Interfaces.Zip(read.Interfaces))
        {
            Assert.Equal(expected.Endpoints, actual.Endpoints);
            Assert.Equal((expected.Number, expected.AlternateSetting, expected.Class), (actual.Number, actual.AlternateSetting, actual.Class));
        }
        Assert.Equal(1, bytes[4]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    public void A_short_length_cuts_the_descriptor(int length)
    {
        byte[] whole = Descriptor(_disk, DescriptorType.Configuration, 0).Data;
        Outcome cut = Descriptor(_disk, DescriptorType.Configuration, 0, length);
        Assert.Equal(0, cut.Status);
        Assert.Equal(whole[..length], cut.Data);
    }

    [Fact]
    public void The_longest_length_gives_a_short_answer()
    {
        Outcome outcome = Descriptor(_disk, DescriptorType.Device, 0, 65535);
        Assert.Equal((0, 18), (outcome.Status, outcome.ActualLength));
    }

    [Fact]
    public void A_short_answer_where_it_is_forbidden_ends_with_EREMOTEIO_and_its_bytes()
    {
        Outcome outcome = _disk.Control(0x80, StandardRequest.GetDescriptor, DescriptorType.Device << 8, 0, 64, flags: UrbFlags.ShortNotOk);
        Assert.Equal((-Errno.EREMOTEIO, 18), (outcome.Status, outcome.ActualLength));
        Assert.Equal(0, _disk.Control(0x80, StandardRequest.GetDescriptor, DescriptorType.Device << 8, 0, 18, flags: UrbFlags.ShortNotOk).Status);
    }

    [Fact]
    public void Strings_are_UTF_16_and_their_languages_are_told()
    {
        Assert.Equal([4, 3, 0x09, 0x04], Descriptor(_loopback, DescriptorType.String, 0).Data);
        Assert.Equal([14, 3, (byte)'F', 0, (byte)'a', 0, (byte)'r', 0, (byte)'h', 0, (byte)'u', 0, (byte)'b', 0], Descriptor(_loopback, DescriptorType.String, 1).Data);
        Assert.Equal(2 + (2 * _loopback.Device.Info.Serial!.Length), Descriptor(_loopback, DescriptorType.String, 3).ActualLength);
        Assert.Equal(Stall, Descriptor(_loopback, DescriptorType.String, 4).Status);
        Assert.Equal(Stall, Descriptor(_loopback, DescriptorType.String, 0xee).Status);
    }

    [Fact]
    public void A_high_speed_device_says_what_it_would_be_at_full_speed()
    {
        Assert.Equal([10, 6, 0x00, 0x02, 0xff, 0, 0, 64, 1, 0], Descriptor(_loopback, DescriptorType.DeviceQualifier, 0).Data);
        byte[] other = Descriptor(_loopback, 7, 0).Data;
        Assert.Equal(7, other[1]);
        other[1] = DescriptorType.Configuration;
        Assert.True(ConfigurationDescriptor.TryRead(other, out ConfigurationDescriptor? slow, out _));
        Assert.All(slow!.Interfaces.SelectMany(i => i.Endpoints), e => Assert.InRange(e.PacketSize, 1, e.Type == TransferType.Isochronous ? 1023 : 64));
        Assert.Equal(Stall, Descriptor(_loopback, DescriptorType.Bos, 0).Status);
    }

    [Fact]
    public void A_SuperSpeed_device_has_a_BOS_and_no_qualifier()
    {
        byte[] bos = Descriptor(_disk, DescriptorType.Bos, 0).Data;
        Assert.Equal(bos.Length, bos[2] | (bos[3] << 8));
        int capabilities = 0;
        for (int at = bos[0]; at < bos.Length; at += bos[at]) capabilities++;
        Assert.Equal(bos[4], capabilities);
        Assert.Equal(Stall, Descriptor(_disk, DescriptorType.DeviceQualifier, 0).Status);
        Assert.Equal(Stall, Descriptor(_disk, 7, 0).Status);
    }

    [Theory]
    [InlineData(0x80, 6, 0x0101, 0)] // device descriptor 1
    [InlineData(0x80, 6, 0x0201, 0)] // configuration 1 of 1
    [InlineData(0x80, 6, 0x2200, 0)] // a HID report
    [InlineData(0x81, 6, 0x2200, 0)]
    [InlineData(0x00, 7, 0x0100, 0)] // SET_DESCRIPTOR
    [InlineData(0x82, 12, 0, 0x83)] // SYNCH_FRAME
    [InlineData(0x80, 2, 0, 0)]
    [InlineData(0x83, 0, 0, 0)]
    [InlineData(0x00, 9, 7, 0)] // SET_CONFIGURATION 7
    [InlineData(0x01, 11, 9, 0)] // SET_INTERFACE 9 of interface 0
    [InlineData(0x01, 11, 0, 1)] // and 0 of interface 1
    [InlineData(0x81, 10, 0, 1)] // GET_INTERFACE 1
    [InlineData(0x81, 0, 0, 1)] // GET_STATUS of it
    [InlineData(0x82, 0, 0, 0x85)] // and of an absent endpoint
    [InlineData(0x02, 1, 0, 0x85)] // CLEAR_HALT of it
    [InlineData(0x02, 3, 0, 0x85)] // SET_HALT of it
    [InlineData(0x02, 3, 0, 0x83)] // and of an isochronous one
    [InlineData(0x02, 3, 0, 0x00)] // and of endpoint 0
    [InlineData(0x02, 3, 1, 0x81)] // another feature
    [InlineData(0x02, 1, 1, 0x81)]
    [InlineData(0x00, 3, 1, 0)] // remote wake-up
    [InlineData(0x00, 3, 2, 0)] // test mode
    [InlineData(0x00, 3, 48, 0)] // U1 is SuperSpeed's
    [InlineData(0x01, 3, 0, 0)] // function suspend as well
    [InlineData(0x23, 3, 8, 0)] // another port feature
    [InlineData(0x21, 1, 0, 0)]
    [InlineData(0xc0, 0x99, 0, 0)]
    public void What_the_loopback_lacks_it_stalls(byte type, byte request, int value, int index) =>
        Assert.Equal(Stall, _loopback.Control(type, request, value, index, (type & 0x80) != 0 ? 64 : 0).Status);

    [Fact]
    public void A_stall_of_a_control_transfer_does_not_last()
    {
        Assert.Equal(Stall, Descriptor(_loopback, 0x22, 0).Status);
        Assert.Equal(0, Descriptor(_loopback, DescriptorType.Device, 0).Status);
    }

    [Theory]
    [InlineData(0x00, 5, 17, 0)] // SET_ADDRESS
    [InlineData(0x00, 49, 40, 0)] // SET_ISOCH_DELAY
    [InlineData(0x02, 1, 0, 0x81)] // CLEAR_HALT of what is not halted
    [InlineData(0x02, 1, 0, 0x00)]
    [InlineData(0x23, 3, 4, 1)] // port reset
    public void Requests_without_data_that_succeed(byte type, byte request, int value, int index) =>
        Assert.Equal(0, _disk.Control(type, request, value, index).Status);

    [Fact]
    public void SET_SEL_takes_its_six_bytes() =>
        Assert.Equal(6, _disk.Control(0x00, StandardRequest.SetSel, data: [1, 2, 3, 0, 5, 0]).ActualLength);

    [Fact]
    public void Status_tells_power_link_and_halt()
    {
        Assert.Equal([1, 0], _disk.Control(0x80, StandardRequest.GetStatus, length: 2).Data);
        Assert.Equal(0, _disk.Control(0x00, StandardRequest.SetFeature, 48).Status);
        Assert.Equal(0, _disk.Control(0x00, StandardRequest.SetFeature, 49).Status);
        Assert.Equal([0x0d, 0], _disk.Control(0x80, StandardRequest.GetStatus, length: 2).Data);
        Assert.Equal(0, _disk.Control(0x00, StandardRequest.ClearFeature, 48).Status);
        Assert.Equal([0x09, 0], _disk.Control(0x80, StandardRequest.GetStatus, length: 2).Data);
        Assert.Equal([0, 0], _disk.Control(0x81, StandardRequest.GetStatus, length: 2).Data);
        Assert.Equal(0, _disk.Control(0x01, StandardRequest.SetFeature, 0, 0x0100).Status);
        Assert.Equal([0, 0], _loopback.Control(0x82, StandardRequest.GetStatus, 0, 0x81, 2).Data);
        Assert.Equal([0, 0], _loopback.Control(0x82, StandardRequest.GetStatus, 0, 0, 2).Data);
    }

    [Fact]
    public void A_halted_endpoint_stalls_until_it_is_cleared()
    {
        Assert.Equal(0, _loopback.Control(0x02, StandardRequest.SetFeature, 0, 0x81).Status);
        Assert.Equal([1, 0], _loopback.Control(0x82, StandardRequest.GetStatus, 0, 0x81, 2).Data);
        Assert.Equal(Stall, _loopback.In(0x81, 64).Status);
        Assert.Equal(0, _loopback.Out(0x01, new byte[8]).Status);
        Assert.Equal(0, _loopback.ClearHalt(0x81));
        Assert.Equal([0, 0], _loopback.Control(0x82, StandardRequest.GetStatus, 0, 0x81, 2).Data);
        Assert.Equal(64, _loopback.In(0x81, 64).ActualLength);
    }

    [Fact]
    public void Without_configuration_there_are_no_endpoints_and_no_interfaces()
    {
        Assert.Equal([1], _loopback.Control(0x80, StandardRequest.GetConfiguration, length: 1).Data);
        Assert.Equal(0, _loopback.Control(0x00, StandardRequest.SetConfiguration, 0).Status);
        Assert.Equal([0], _loopback.Control(0x80, StandardRequest.GetConfiguration, length: 1).Data);
        Assert.Null(_loopback.Open.TypeOf(new EndpointAddress(0x81)));
        Assert.Equal(TransferType.Control, _loopback.Open.TypeOf(new EndpointAddress(0x80)));
        Assert.Equal(-Errno.ENOENT, _loopback.In(0x81, 64).Status);
        Assert.Equal(Stall, _loopback.Control(0x81, StandardRequest.GetInterface, length: 1).Status);
        Assert.Equal(Stall, _loopback.Control(0x01, StandardRequest.SetInterface).Status);
        Assert.Equal(Stall, _loopback.Control(0x82, StandardRequest.GetStatus, 0, 0x81, 2).Status);
        Assert.Equal(0, _loopback.Control(0x00, StandardRequest.SetConfiguration, 1).Status);
        Assert.Equal(64, _loopback.In(0x81, 64).ActualLength);
    }

    [Fact]
    public void A_refused_configuration_changes_nothing()
    {
        Assert.Equal(Stall, _loopback.Control(0x00, StandardRequest.SetConfiguration, 0x0102).Status);
        Assert.Equal([1], _loopback.Control(0x80, StandardRequest.GetConfiguration, length: 1).Data);
        Assert.Equal(TransferType.Bulk, _loopback.Open.TypeOf(new EndpointAddress(0x81)));
    }

    [Fact]
    public void The_alternate_setting_decides_which_endpoints_there_are()
    {
        Assert.Equal(TransferType.Isochronous, _loopback.Open.TypeOf(new EndpointAddress(0x83)));
        Assert.Equal(0, _loopback.Control(0x01, StandardRequest.SetInterface, 1, 0).Status);
        Assert.Equal([1], _loopback.Control(0x81, StandardRequest.GetInterface, 0, 0, 1).Data);
        Assert.Null(_loopback.Open.TypeOf(new EndpointAddress(0x83)));
        Assert.Equal(TransferType.Interrupt, _loopback.Open.TypeOf(new EndpointAddress(0x82)));
        Assert.Equal(0, _loopback.Control(0x00, StandardRequest.SetConfiguration, 1).Status);
        Assert.Equal([0], _loopback.Control(0x81, StandardRequest.GetInterface, 0, 0, 1).Data);
    }

    public static TheoryData<byte, byte, int, int> Ends => new()
    {
        { 0x01, StandardRequest.SetInterface, 1, 0 },
        { 0x01, StandardRequest.SetInterface, 0, 0 },
        { 0x00, StandardRequest.SetConfiguration, 1, 0 },
        { 0x00, StandardRequest.SetConfiguration, 0, 0 },
        { 0x23, StandardRequest.SetFeature, 4, 1 },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void Pending_transfers_end_with_ESHUTDOWN_by(byte type, byte request, int value, int index)
    {
        Urb echo = _loopback.StartIn(0x84, 64);
        Urb report = _loopback.StartIn(0x82, 8);
        Urb isochronous = _loopback.Prepare(0x83, 200, UrbFlags.IsoAsap, 100, 100);
        Assert.False(_loopback.Open.Submit(isochronous));
        Assert.Equal(0, _loopback.Control(0x02, StandardRequest.SetFeature, 0, 0x01).Status);
        Assert.Equal(0, _loopback.Control(type, request, value, index).Status);
        _loopback.Sink.WaitForCount(3);
        Assert.All([echo, report, isochronous], u => Assert.Equal((-Errno.ESHUTDOWN, 0), (u.Status, u.ActualLength)));
        Assert.Equal(2, isochronous.ErrorCount);
        Assert.All(isochronous.Packets.ToArray(), p => Assert.Equal((-Errno.EXDEV, 0), (p.Status, p.ActualLength)));
        if (value == 0 && request == StandardRequest.SetConfiguration) return;
        Assert.Equal(0, _loopback.Out(0x01, new byte[8]).Status); // The halt is gone too.
    }

    [Fact]
    public void A_refused_alternate_setting_leaves_what_is_pending()
    {
        Urb pending = _loopback.StartIn(0x84, 64);
        Assert.Equal(Stall, _loopback.Control(0x01, StandardRequest.SetInterface, 9, 0).Status);
        Assert.Empty(_loopback.Sink.Completed);
        Assert.Equal(3, _loopback.Out(0x04, [1, 2, 3]).ActualLength);
        Assert.Equal([1, 2, 3], Outcome.Of(pending).Data);
    }

    [Fact]
    public void An_endpoint_of_another_kind_or_none_is_refused()
    {
        foreach (byte address in new byte[] { 0x85, 0x05, 0x8f })
        {
            Assert.Null(_loopback.Open.TypeOf(new EndpointAddress(address)));
            Assert.Equal(-Errno.ENOENT, _loopback.In(address, 16).Status);
        }
        Urb urb = _loopback.Prepare(0x81, 64);
        urb.Begin(new EndpointAddress(0x81), TransferType.Interrupt, 64);
        Assert.True(_loopback.Open.Submit(urb));
        Assert.Equal(-Errno.ENOENT, urb.Status);
    }
}
