using FsCheck;
using FsCheck.Fluent;

namespace Farhub.Usb.Tests;

public sealed class SetupPacketTests
{
    static readonly byte[] Bytes =
    [
        0xa1, // bmRequestType: IN, class, interface
        0x06, // bRequest
        0x12, 0x11, // wValue
        0x14, 0x13, // wIndex
        0x16, 0x15, // wLength
    ];

    static readonly SetupPacket Packet = new(0xa1, 0x06, Value: 0x1112, Index: 0x1314, Length: 0x1516);

    [Fact]
    public void TheseBytes_AreThisPacket() => Assert.Equal(Packet, SetupPacket.Read([.. Bytes, 0xff]));

    [Fact]
    public void ThisPacket_IsTheseBytes_AndNoOther()
    {
        byte[] bytes = new byte[10];
        Array.Fill(bytes, (byte)0xff);
        Packet.Write(bytes.AsSpan(1));
        Assert.Equal([0xff, .. Bytes, 0xff], bytes);
    }

    [Fact]
    public void FewerBytes_AreRefused_AtEveryLength()
    {
        byte[] bytes = new byte[SetupPacket.Size];
        for (int length = 0; length < SetupPacket.Size; length++)
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => SetupPacket.Read(Bytes.AsSpan(0, length)));
            Assert.Throws<ArgumentOutOfRangeException>(() => Packet.Write(bytes.AsSpan(0, length)));
        }
        Assert.All(bytes, b => Assert.Equal(0, b));
    }

    [Theory]
    [InlineData((byte)0x00, false, 0, 0)]
    [InlineData((byte)0x80, true, 0, 0)]
    [InlineData((byte)0x21, false, 1, 1)]
    [InlineData((byte)0xc2, true, 2, 2)]
    [InlineData((byte)0x23, false, 1, 3)]
    [InlineData((byte)0xff, true, 3, 31)]
    public void RequestType_HasThreeParts(byte requestType, bool isIn, int type, int recipient)
    {
        SetupPacket packet = Packet with { RequestType = requestType };
        Assert.Equal((isIn, type, recipient), (packet.IsIn, packet.Type, packet.Recipient));
    }

    [Fact]
    public void AnyEightBytes_AreReadAndWrittenTheSame() => Prop.ForAll(
        Arb.From(Gen.ArrayOf(Gen.Choose(0, 255).Select(i => (byte)i), SetupPacket.Size)),
        bytes =>
        {
            byte[] again = new byte[SetupPacket.Size];
            SetupPacket.Read(bytes).Write(again);
            return again.AsSpan().SequenceEqual(bytes);
        }).QuickCheckThrowOnFailure();
}
