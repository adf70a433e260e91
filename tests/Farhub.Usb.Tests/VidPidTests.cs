namespace Farhub.Usb.Tests;

public sealed class VidPidTests
{
    [Theory]
    [InlineData("1209:0001", 0x1209, 0x0001)]
    [InlineData("abcd:EF01", 0xabcd, 0xef01)]
    [InlineData("0:0", 0, 0)]
    [InlineData("1:ffff", 1, 0xffff)]
    public void GoodText_IsRead(string text, int vendor, int product)
    {
        Assert.True(VidPid.TryParse(text, out VidPid id));
        Assert.Equal(new VidPid((ushort)vendor, (ushort)product), id);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("1209")]
    [InlineData("1209:")]
    [InlineData(":0001")]
    [InlineData("12090:0001")]
    [InlineData("1209:00010")]
    [InlineData("1209:0001:")]
    [InlineData("12g9:0001")]
    [InlineData("0x12:0001")]
    [InlineData(" 209:0001")]
    [InlineData("1209:000 ")]
    [InlineData("+209:0001")]
    [InlineData("-209:0001")]
    public void BadText_IsRefused(string? text)
    {
        Assert.False(VidPid.TryParse(text, out VidPid id));
        Assert.Equal(default, id);
    }

    [Fact]
    public void Text_HasFourDigitsEach() => Assert.Equal("0012:00ab", new VidPid(0x12, 0xab).ToString());
}
