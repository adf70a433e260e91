using Farhub.Usb;

namespace Farhub.Protocol.Tests;

public sealed class DeviceRecordTests
{
    static readonly DeviceRecord Device = (DeviceRecord)Samples.Device.Message;

    [Theory]
    [InlineData(253, "😀", 253)] // 4 bytes do not fit behind 253
    [InlineData(252, "😀", 252)]
    [InlineData(251, "😀", 255)]
    [InlineData(254, "é", 254)]
    [InlineData(253, "é", 255)]
    [InlineData(255, "a", 255)]
    [InlineData(0, "a", 1)]
    public void LongPath_IsCutBetweenCharacters(int before, string last, int bytesLeft)
    {
        byte[] bytes = new byte[DeviceRecord.Size];
        (Device with { Path = new string('x', before) + last + "yyyy"[..(before == 0 ? 0 : 4)] }).Write(bytes);

        Assert.Equal(bytesLeft, bytes.AsSpan(0, 256).IndexOf((byte)0));
        string expected = bytesLeft == before ? new string('x', before) : new string('x', before) + last;
        Assert.Equal(expected, DeviceRecord.Read(bytes, out _).Path);
    }

    [Fact]
    public void PathWithoutNul_EndsAfter255Bytes()
    {
        byte[] bytes = [.. Samples.Device.Bytes];
        bytes.AsSpan(0, 256).Fill((byte)'x');
        Assert.Equal(new string('x', 255), DeviceRecord.Read(bytes, out _).Path);
    }

    [Theory]
    [InlineData("\u001b[2J\u001b]0;title\u0007", "?[2J?]0;title?")] // terminal escapes
    [InlineData("\u009b31m", "?31m")] // the same, C1
    [InlineData("a\r\nb", "a??b")]
    [InlineData("a\u202eb", "a?b")] // right-to-left override
    [InlineData("a\u2028b", "a?b")] // line separator
    [InlineData(@"USB\VID_1209&PID_0001\é 日本", @"USB\VID_1209&PID_0001\é 日本")]
    [InlineData("\ufffd", "\ufffd")] // a character like any other
    public void PathFromTheWire_IsSafeToPrint(string sent, string read)
    {
        byte[] bytes = [.. Samples.Device.Bytes];
        Samples.Padded(sent, 256).CopyTo(bytes, 0);
        Assert.Equal(read, DeviceRecord.Read(bytes, out _).Path);
    }

    [Fact]
    public void PathThatIsNotUtf8_IsReadAllTheSame()
    {
        byte[] bytes = [.. Samples.Device.Bytes];
        byte[] path = [.. "/a"u8, 0xff, 0xc3, .. "b"u8, 0xf0, 0x9f, 0x98, 0x00];
        path.CopyTo(bytes, 0);
        Assert.Equal("/a??b?", DeviceRecord.Read(bytes, out _).Path);
    }

    [Fact]
    public void PathWithHalfASurrogatePair_IsWritten()
    {
        byte[] bytes = new byte[DeviceRecord.Size];
        (Device with { Path = "a\ud83db" }).Write(bytes);
        Assert.Equal("a\ufffdb", DeviceRecord.Read(bytes, out _).Path);
    }

    [Theory]
    [InlineData(7u)]
    [InlineData(0x100u)] // only its last byte is a speed
    [InlineData(uint.MaxValue)]
    public void SpeedThatIsNone_IsRefused(uint speed)
    {
        byte[] bytes = [.. Samples.Device.Bytes];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(296), speed);
        var e = Assert.Throws<ProtocolException>(() => DeviceRecord.Read(bytes, out _));
        Assert.Contains($"{speed}", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(6u)]
    public void SpeedAtTheEdge_IsRead(uint speed)
    {
        byte[] bytes = [.. Samples.Device.Bytes];
        bytes[299] = (byte)speed;
        Assert.Equal((UsbSpeed)speed, DeviceRecord.Read(bytes, out _).Speed);
    }

    [Fact]
    public void BusIdWithoutNul_IsRefused()
    {
        byte[] bytes = [.. Samples.Device.Bytes];
        bytes.AsSpan(256, 32).Fill((byte)'1');
        Assert.Throws<ProtocolException>(() => DeviceRecord.Read(bytes, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    public void NumberOfInterfaces_IsTheLastByte(int count)
    {
        byte[] bytes = new byte[DeviceRecord.Size];
        (Device with { Interfaces = new InterfaceRecord[count] }).Write(bytes);
        Assert.Equal(count, bytes[311]);
        DeviceRecord.Read(bytes, out int read);
        Assert.Equal(count, read);
    }

    [Fact]
    public void MoreInterfacesThanAByteCanCount_AreRefused() =>
        Assert.Throws<ArgumentException>(() => Device with { Interfaces = new InterfaceRecord[256] });

    [Theory]
    [InlineData(1u, 2u, 0x00010002u)]
    [InlineData(0x0304u, 0x0506u, 0x03040506u)]
    [InlineData(1u, 0x10002u, 0x00010002u)] // a device number of more than 16 bits must not run into the bus number
    public void DevId_IsBusAndDeviceNumber(uint bus, uint device, uint devId) =>
        Assert.Equal(devId, (Device with { BusNumber = bus, DeviceNumber = device }).DevId);
}
