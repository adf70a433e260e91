namespace Farhub.Usb.Tests;

public sealed class DeviceDescriptorTests
{
    static readonly byte[] Bytes =
    [
        18, // bLength
        0x01, // bDescriptorType
        0x10, 0x02, // bcdUSB
        0xef, // bDeviceClass
        0x03, // bDeviceSubClass
        0x04, // bDeviceProtocol
        0x40, // bMaxPacketSize0
        0x09, 0x12, // idVendor
        0x51, 0x52, // idProduct
        0x61, 0x62, // bcdDevice
        0x71, // iManufacturer
        0x72, // iProduct
        0x73, // iSerialNumber
        0x74, // bNumConfigurations
    ];

    static readonly DeviceDescriptor Descriptor = new()
    {
        UsbVersion = 0x0210,
        Class = 0xef,
        SubClass = 0x03,
        Protocol = 0x04,
        MaxPacketSize0 = 0x40,
        Id = new VidPid(0x1209, 0x5251),
        DeviceVersion = 0x6261,
        ManufacturerIndex = 0x71,
        ProductIndex = 0x72,
        SerialIndex = 0x73,
        ConfigurationCount = 0x74,
    };

    [Fact]
    public void TheseBytes_AreThisDescriptor()
    {
        Assert.True(DeviceDescriptor.TryRead(Bytes, out DeviceDescriptor? read));
        Assert.Equal(Descriptor, read);
    }

    [Fact]
    public void ThisDescriptor_IsTheseBytes_AndNoOther()
    {
        byte[] bytes = new byte[DeviceDescriptor.Size + 16];
        Array.Fill(bytes, (byte)0xff);
        Descriptor.Write(bytes.AsSpan(8));
        Assert.Equal([.. Enumerable.Repeat((byte)0xff, 8), .. Bytes, .. Enumerable.Repeat((byte)0xff, 8)], bytes);
    }

    [Fact]
    public void BytesBehindIt_DoNotMatter()
    {
        Assert.True(DeviceDescriptor.TryRead([.. Bytes, 0xff, 0xff], out DeviceDescriptor? read));
        Assert.Equal(Descriptor, read);
    }

    [Fact]
    public void CutOff_IsNoDescriptor_AtEveryLength()
    {
        for (int length = 0; length < Bytes.Length; length++)
        {
            Assert.False(DeviceDescriptor.TryRead(Bytes.AsSpan(0, length), out DeviceDescriptor? read));
            Assert.Null(read);
        }
    }

    [Fact]
    public void TooLittleRoom_IsRefused_AndNothingIsWritten()
    {
        byte[] bytes = new byte[DeviceDescriptor.Size - 1];
        Assert.Throws<ArgumentOutOfRangeException>(() => Descriptor.Write(bytes));
        Assert.All(bytes, b => Assert.Equal(0, b));
    }

    [Theory]
    [InlineData(0, (byte)0)]
    [InlineData(0, (byte)17)]
    [InlineData(1, (byte)2)]
    public void WrongLengthOrType_IsNoDescriptor(int at, byte value)
    {
        byte[] bytes = [.. Bytes];
        bytes[at] = value;
        Assert.False(DeviceDescriptor.TryRead(bytes, out _));
    }
}
