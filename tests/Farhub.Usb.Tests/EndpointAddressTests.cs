namespace Farhub.Usb.Tests;

public sealed class EndpointAddressTests
{
    [Fact]
    public void Index_IsDifferentForEachAddress_AndDense()
    {
        var addresses = Enumerable.Range(0, 16).SelectMany(n => new[] { EndpointAddress.Of(n, isIn: false), EndpointAddress.Of(n, isIn: true) });
        Assert.Equal(Enumerable.Range(0, EndpointAddress.Count), addresses.Select(a => a.Index).Order());
    }

    [Theory]
    [InlineData((byte)0x00, 0, false, 0)]
    [InlineData((byte)0x80, 0, true, 16)]
    [InlineData((byte)0x0f, 15, false, 15)]
    [InlineData((byte)0x8f, 15, true, 31)]
    [InlineData((byte)0xf1, 1, true, 17)] // reserved bits 6..4 are nobody's
    [InlineData((byte)0x72, 2, false, 2)]
    public void Parts_AreThoseOfTheByte(byte value, int number, bool isIn, int index)
    {
        var address = new EndpointAddress(value);
        Assert.Equal((number, isIn, index), (address.Number, address.IsIn, address.Index));
    }

    [Theory]
    [InlineData(3, true, 0x83)]
    [InlineData(3, false, 0x03)]
    [InlineData(16, false, 0x00)] // what does not fit is dropped: never a direction bit
    [InlineData(0x83, false, 0x03)]
    public void Of_MakesTheByte(int number, bool isIn, int value) => Assert.Equal(value, EndpointAddress.Of(number, isIn).Value);

    [Fact]
    public void Text_IsHexadecimal() => Assert.Equal("0x81", EndpointAddress.Of(1, isIn: true).ToString());
}
