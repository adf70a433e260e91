using System.Buffers.Binary;

namespace Farhub.Protocol.Tests;

public sealed class DeviceListTests
{
    static readonly DeviceRecord Device = (DeviceRecord)Samples.Device.Message;

    [Fact]
    public void EmptyList_IsAHeaderAndAZero()
    {
        byte[] bytes = Written([]);
        Assert.Equal(
            [
                0x01, 0x11, // version
                0x00, 0x05, // code: OP_REP_DEVLIST
                0x00, 0x00, 0x00, 0x00, // status
                0x00, 0x00, 0x00, 0x00, // ndev
            ], bytes);
    }

    [Fact]
    public void OneDevice_IsFollowedByItsInterfaces()
    {
        byte[] bytes = Written([Device with { Interfaces = [new(3, 1, 2), new(0xe, 0xf, 4)] }]);
        byte[] record = [.. Samples.Device.Bytes];
        record[311] = 2;
        Assert.Equal([0x01, 0x11, 0x00, 0x05, 0, 0, 0, 0, /* ndev */ 0, 0, 0, 1, .. record, 3, 1, 2, 0, 0xe, 0xf, 4, 0], bytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void ManyDevices_AreReadAsTheyWereWritten(int count)
    {
        DeviceRecord[] devices = [.. Enumerable.Range(0, count).Select(i => Device with
        {
            BusId = BusId.Parse($"1-{i}"),
            BusNumber = (uint)i,
            Interfaces = [.. Enumerable.Range(0, i % 4).Select(n => new InterfaceRecord((byte)n, (byte)(i % 251), 0))],
        })];
        List<DeviceRecord> read = ReadAll(Written(devices));
        Assert.Equal(count, read.Count);
        Assert.All(devices.Zip(read), pair =>
        {
            Assert.Equal(pair.First.Interfaces, pair.Second.Interfaces);
            Assert.Equal(pair.First with { Interfaces = [] }, pair.Second with { Interfaces = [] });
        });
    }

    [Fact]
    public void DeviceWith255Interfaces_IsReadAsItWasWritten()
    {
        InterfaceRecord[] interfaces = [.. Enumerable.Range(0, 255).Select(n => new InterfaceRecord((byte)n, 1, 2))];
        byte[] bytes = Written([Device with { Interfaces = interfaces }, Device]);
        Assert.Equal(8 + 4 + 312 + (255 * 4) + 312, bytes.Length);
        List<DeviceRecord> read = ReadAll(bytes);
        Assert.Equal(interfaces, read[0].Interfaces);
        Assert.Equal(Device.BusId, read[1].BusId);
    }

    [Fact]
    public void ListInTooLittleRoom_IsRefused_AndNothingIsWritten()
    {
        byte[] bytes = new byte[DeviceList.SizeOf([Device]) - 1];
        Assert.Throws<ArgumentOutOfRangeException>(() => DeviceList.Write(bytes, [Device]));
        Assert.All(bytes, b => Assert.Equal(0, b));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(100u)]
    public void CountUpToTheLimit_IsBelieved(uint count) =>
        Assert.Equal((int)count, DeviceList.ReadCount(BigEndian(count), new UsbipLimits { MaxListedDevices = 100 }));

    [Theory]
    [InlineData(101u)]
    [InlineData(0x80000000u)] // negative, were it signed
    [InlineData(uint.MaxValue)]
    public void CountBeyondTheLimit_IsRefused(uint count) =>
        Assert.Throws<ProtocolException>(() => DeviceList.ReadCount(BigEndian(count), new UsbipLimits { MaxListedDevices = 100 }));

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void CutOffCount_IsRefused(int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DeviceList.ReadCount(new byte[length], UsbipLimits.Default));

    [Theory]
    [InlineData(11, (byte)2)] // ndev 2 before one device
    [InlineData(8 + 4 + 311, (byte)9)] // bNumInterfaces 9 before one
    public void CountThatPromisesMoreThanComes_EndsInARefusal(int at, byte lie)
    {
        byte[] bytes = Written([Device with { Interfaces = [new(1, 2, 3)] }]);
        bytes[at] = lie;
        Assert.Throws<ArgumentOutOfRangeException>(() => ReadAll(bytes));
    }

    static byte[] Written(DeviceRecord[] devices)
    {
        byte[] bytes = new byte[DeviceList.SizeOf(devices)];
        DeviceList.Write(bytes, devices);
        return bytes;
    }

    /// <summary>As a client does it, but for receiving piece by piece.</summary>
    static List<DeviceRecord> ReadAll(ReadOnlySpan<byte> bytes)
    {
        Assert.Equal(new OpHeader(OpCode.ReplyDeviceList), OpHeader.Read(bytes));
        bytes = bytes[OpHeader.Size..];
        int count = DeviceList.ReadCount(bytes, UsbipLimits.Default);
        bytes = bytes[DeviceList.CountSize..];
        List<DeviceRecord> devices = [];
        for (int i = 0; i < count; i++)
        {
            var device = DeviceRecord.Read(bytes, out int interfaceCount);
            bytes = bytes[DeviceRecord.Size..];
            List<InterfaceRecord> interfaces = [];
            for (int n = 0; n < interfaceCount; n++)
            {
                interfaces.Add(InterfaceRecord.Read(bytes));
                bytes = bytes[InterfaceRecord.Size..];
            }
            devices.Add(device with { Interfaces = interfaces });
        }
        Assert.True(bytes.IsEmpty);
        return devices;
    }

    static byte[] BigEndian(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
