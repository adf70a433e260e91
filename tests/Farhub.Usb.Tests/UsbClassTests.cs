namespace Farhub.Usb.Tests;

public sealed class UsbClassTests
{
    [Theory]
    [InlineData(0x03, "Human Interface Device")]
    [InlineData(0x08, "Mass Storage")]
    [InlineData(0x0b, "Smart Card")]
    [InlineData(0xff, "Vendor Specific")]
    [InlineData(0x04, "Class 0x04")] // assigned to nothing
    [InlineData(0x42, "Class 0x42")]
    public void EveryCode_HasAName(byte code, string name) => Assert.Equal(name, UsbClass.NameOf(code));

    [Fact]
    public void NoTwoCodes_HaveTheSameName()
    {
        string[] names = [.. Enumerable.Range(0, 256).Select(code => UsbClass.NameOf((byte)code))];
        Assert.Equal(256, names.Distinct().Count());
    }
}
