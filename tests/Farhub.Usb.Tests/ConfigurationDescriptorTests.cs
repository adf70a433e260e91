using System.Buffers.Binary;

namespace Farhub.Usb.Tests;

public sealed class ConfigurationDescriptorTests
{
    static readonly byte[] Interface0 = [9, 4, 0x00, 0x00, 2, 0x08, 0x06, 0x50, 0x05];
    static readonly byte[] BulkIn = [7, 5, 0x81, 0x02, 0x00, 0x04, 0x0b];
    static readonly byte[] BulkOut = [7, 5, 0x02, 0x02, 0x00, 0x02, 0x0c];
    static readonly byte[] Companion = [6, 48, 0x0f, 0x21, 0x34, 0x12];

    static readonly EndpointDescriptor In = new(new EndpointAddress(0x81), TransferType.Bulk, MaxPacketSize: 0x0400, Interval: 0x0b);
    static readonly EndpointDescriptor Out = new(new EndpointAddress(0x02), TransferType.Bulk, MaxPacketSize: 0x0200, Interval: 0x0c);

    [Fact]
    public void WholeConfiguration_IsRead()
    {
        byte[] bytes =
        [
            9, // bLength
            2, // bDescriptorType
            64, 0, // wTotalLength
            2, // bNumInterfaces
            0x21, // bConfigurationValue
            0x22, // iConfiguration
            0xa0, // bmAttributes
            0x32, // bMaxPower

            8, 11, 0, 2, 0x01, 0x02, 0x03, 0, // an interface association: not of interest

            9, // bLength
            4, // bDescriptorType
            0x00, // bInterfaceNumber
            0x00, // bAlternateSetting
            2, // bNumEndpoints
            0x08, // bInterfaceClass
            0x06, // bInterfaceSubClass
            0x50, // bInterfaceProtocol
            0x05, // iInterface

            7, // bLength
            5, // bDescriptorType
            0x81, // bEndpointAddress
            0x02, // bmAttributes: bulk
            0x00, 0x04, // wMaxPacketSize
            0x0b, // bInterval

            6, // bLength
            48, // bDescriptorType: SuperSpeed companion
            0x0f, // bMaxBurst
            0x21, // bmAttributes
            0x34, 0x12, // wBytesPerInterval

            7, 5, 0x02, 0x02, 0x00, 0x02, 0x0c,

            9, 4, 0x01, 0x03, 1, 0x03, 0x01, 0x02, 0x00,
            9, 0x21, 0x11, 0x01, 0, 1, 0x22, 63, 0, // a HID descriptor: the class driver's business
        ];

        Assert.True(ConfigurationDescriptor.TryRead(bytes, out ConfigurationDescriptor? read, out int length));
        Assert.Equal(64, length);
        Assert.Equal(0x21, read.Value);
        Assert.Equal(0xa0, read.Attributes);
        Assert.Equal(0x32, read.MaxPower);
        Assert.Equal(2, read.Interfaces.Count);
        Assert.Equal((0, 0, 0x08, 0x06, 0x50, 0x05), Fields(read.Interfaces[0]));
        Assert.Equal([In with { MaxBurst = 0x0f, CompanionAttributes = 0x21 }, Out], read.Interfaces[0].Endpoints);
        Assert.Equal((1, 3, 0x03, 0x01, 0x02, 0x00), Fields(read.Interfaces[1]));
        Assert.Empty(read.Interfaces[1].Endpoints);
    }

    [Fact]
    public void NoHeader_IsNoConfiguration()
    {
        byte[] bytes = Configuration();
        for (int length = 0; length < ConfigurationDescriptor.HeaderSize; length++)
        {
            Assert.False(ConfigurationDescriptor.TryRead(bytes.AsSpan(0, length), out _, out int none));
            Assert.Equal(0, none);
        }
        Assert.False(ConfigurationDescriptor.TryRead([8, .. bytes[1..]], out _, out _));
        Assert.False(ConfigurationDescriptor.TryRead([9, 4, .. bytes[2..]], out _, out _));
    }

    [Fact]
    public void ZeroLength_EndsTheReading()
    {
        ConfigurationDescriptor read = Read(Configuration(Interface0, BulkIn, [0, 5], BulkOut));
        Assert.Equal([In], read.Interfaces[0].Endpoints);
    }

    [Fact]
    public void LengthOfOne_EndsTheReading()
    {
        ConfigurationDescriptor read = Read(Configuration(Interface0, BulkIn, [1], BulkOut));
        Assert.Equal([In], read.Interfaces[0].Endpoints);
    }

    [Fact]
    public void LengthBeyondTheEnd_EndsTheReading()
    {
        ConfigurationDescriptor read = Read(Configuration(Interface0, BulkIn, [200, 5, 0x02, 0x02, 0x00, 0x02, 0x0c]));
        Assert.Equal([In], read.Interfaces[0].Endpoints);
    }

    [Theory]
    [InlineData(0, 9, 0)] // less than the header itself
    [InlineData(9, 9, 0)]
    [InlineData(18, 18, 0)] // the endpoints are outside
    [InlineData(25, 25, 1)]
    [InlineData(32, 32, 2)] // the truth
    [InlineData(33, 32, 2)] // more than there is
    [InlineData(0xffff, 32, 2)]
    public void TotalLengthThatLies_IsHeldWithinTheBytes(int claimed, int length, int endpoints)
    {
        byte[] bytes = Configuration(Interface0, BulkIn, BulkOut);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), (ushort)claimed);
        Assert.True(ConfigurationDescriptor.TryRead(bytes, out ConfigurationDescriptor? read, out int actual));
        Assert.Equal(length, actual);
        Assert.Equal(endpoints, read.Interfaces.Sum(i => i.Endpoints.Count));
    }

    [Fact]
    public void CutOffAnywhere_GivesWhatCameWhole()
    {
        byte[] bytes = Configuration(Interface0, BulkIn, Companion, BulkOut);
        for (int length = ConfigurationDescriptor.HeaderSize; length <= bytes.Length; length++)
        {
            Assert.True(ConfigurationDescriptor.TryRead(bytes.AsSpan(0, length), out ConfigurationDescriptor? read, out int actual));
            Assert.Equal(length, actual);
            Assert.Equal(length >= 18 ? 1 : 0, read.Interfaces.Count);
            Assert.Equal(length >= 38 ? 2 : length >= 25 ? 1 : 0, read.Interfaces.Sum(i => i.Endpoints.Count));
        }
    }

    [Fact]
    public void EndpointBeforeAnyInterface_IsLeftOut()
    {
        ConfigurationDescriptor read = Read(Configuration(BulkIn, Interface0, BulkOut));
        Assert.Equal([Out], Assert.Single(read.Interfaces).Endpoints);
    }

    [Fact]
    public void EndpointOfATruncatedInterface_IsNotGivenToTheOneBefore()
    {
        ConfigurationDescriptor read = Read(Configuration(Interface0, BulkIn, [8, 4, 1, 0, 1, 3, 0, 0], BulkOut));
        Assert.Equal([In], Assert.Single(read.Interfaces).Endpoints);
    }

    [Fact]
    public void RepeatedEndpoint_IsLeftOut_WithItsCompanion()
    {
        ConfigurationDescriptor read = Read(Configuration(Interface0, BulkIn, [7, 5, 0x81, 0x03, 0x08, 0x00, 0x01], Companion));
        Assert.Equal([In], read.Interfaces[0].Endpoints); // The companion is not the first one's either.
    }

    [Fact]
    public void SameEndpointInAnotherSetting_IsAnotherEndpoint()
    {
        ConfigurationDescriptor read = Read(Configuration(Interface0, BulkIn, [9, 4, 0, 1, 1, 8, 6, 0x62, 0], BulkIn));
        Assert.Equal([In], read.Interfaces[0].Endpoints);
        Assert.Equal([In], read.Interfaces[1].Endpoints);
    }

    [Fact]
    public void RepeatedSetting_IsLeftOut_WithItsEndpoints()
    {
        ConfigurationDescriptor read = Read(Configuration(Interface0, BulkIn, [9, 4, 0, 0, 1, 3, 0, 0, 0], BulkOut));
        Assert.Equal([In], Assert.Single(read.Interfaces).Endpoints);
        Assert.Equal(8, read.Interfaces[0].Class);
    }

    [Theory]
    [InlineData((byte)0x00)]
    [InlineData((byte)0x80)]
    [InlineData((byte)0x70)] // reserved bits only
    public void EndpointZero_IsLeftOut(byte address) =>
        Assert.Empty(Read(Configuration(Interface0, [7, 5, address, 0, 64, 0, 0], Companion)).Interfaces[0].Endpoints);

    [Fact]
    public void ReservedBitsOfAnAddress_AreDropped() =>
        Assert.Equal([In], Read(Configuration(Interface0, [7, 5, 0xf1, 0x02, 0x00, 0x04, 0x0b], BulkIn)).Interfaces[0].Endpoints);

    [Fact]
    public void EndpointThatIsTooShort_IsLeftOut() =>
        Assert.Equal([Out], Read(Configuration(Interface0, [6, 5, 0x81, 2, 0, 4], Companion, BulkOut)).Interfaces[0].Endpoints);

    [Fact]
    public void LongerDescriptors_AreRead() => // Audio class 1.0 has endpoints of 9 bytes.
        Assert.Equal([In], Read(Configuration(Interface0, [9, 5, 0x81, 0x02, 0x00, 0x04, 0x0b, 0x77, 0x88])).Interfaces[0].Endpoints);

    [Theory]
    [InlineData(0, TransferType.Control)]
    [InlineData(1, TransferType.Isochronous)]
    [InlineData(2, TransferType.Bulk)]
    [InlineData(3, TransferType.Interrupt)]
    [InlineData(0x25, TransferType.Isochronous)] // with synchronisation and usage bits
    public void TransferType_IsTheLastTwoBits(byte attributes, TransferType type) =>
        Assert.Equal(type, Read(Configuration(Interface0, [7, 5, 0x81, attributes, 0, 4, 1])).Interfaces[0].Endpoints[0].Type);

    [Fact]
    public void PacketSize_IsWithoutTheHighBandwidthBits() =>
        Assert.Equal(1024, (In with { MaxPacketSize = 0x1400 }).PacketSize);

    [Fact]
    public void DefaultInterfaces_AreTheLowestSettings()
    {
        ConfigurationDescriptor read = Read(Configuration(
            [9, 4, 0, 1, 0, 8, 6, 0x62, 0], Interface0, [9, 4, 3, 7, 0, 1, 2, 3, 0], [9, 4, 3, 5, 0, 1, 2, 4, 0]));
        Assert.Equal([(0, 0), (3, 5)], read.DefaultInterfaces.Select(i => ((int)i.Number, (int)i.AlternateSetting)));
    }

    [Fact]
    public void SeveralConfigurations_AreReadOneAfterAnother()
    {
        byte[] second = Configuration(Interface0);
        second[5] = 2;
        IReadOnlyList<ConfigurationDescriptor> all = ConfigurationDescriptor.ReadAll([.. Configuration(Interface0, BulkIn), .. second, 1, 2, 3]);
        Assert.Equal([1, 2], all.Select(c => (int)c.Value));
        Assert.Equal([1, 0], all.Select(c => c.Interfaces[0].Endpoints.Count));
    }

    [Fact]
    public void NoConfiguration_IsAnEmptyList() => Assert.Empty(ConfigurationDescriptor.ReadAll([]));

    static byte[] Configuration(params byte[][] descriptors)
    {
        byte[] bytes = [9, 2, 0, 0, 1, 1, 0, 0x80, 50, .. descriptors.SelectMany(d => d)];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), (ushort)bytes.Length);
        return bytes;
    }

    static ConfigurationDescriptor Read(byte[] bytes)
    {
        Assert.True(ConfigurationDescriptor.TryRead(bytes, out ConfigurationDescriptor? read, out int length));
        Assert.Equal(bytes.Length, length);
        return read;
    }

    static (int, int, int, int, int, int) Fields(InterfaceDescriptor i) =>
        (i.Number, i.AlternateSetting, i.Class, i.SubClass, i.Protocol, i.NameIndex);
}
