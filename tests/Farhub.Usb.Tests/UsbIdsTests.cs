namespace Farhub.Usb.Tests;

public sealed class UsbIdsTests
{
    const string Sample = """
        # List of USB ID's

        1209  Generic
        	0001  pid.codes Test PID
        	53c0  Café reader
        		00  an interface, not kept
        	ABCD  Upper case
        1d6b  Linux Foundation
        	0001  1.1 root hub

        C 03  Human Interface Device
        	01  Boot Interface Subclass
        		01  Keyboard
        	00  No Subclass
        		02  Mouse
        C 0b  Chip/SmartCard
        AT 0101  USB Streaming
        	0001  not a product
        HUT 08  LEDs
        	001  Num Lock
        L 0009  English
        	01  US
        VT 0100  USB Vendor Specific
        """;

    static readonly UsbIds Ids = UsbIds.Read(new StringReader(Sample));

    [Fact]
    public void Vendors_HaveNames()
    {
        Assert.Equal("Generic", Ids.Vendor(0x1209));
        Assert.Equal("Linux Foundation", Ids.Vendor(0x1d6b));
        Assert.Null(Ids.Vendor(0x120a));
        Assert.Null(Ids.Vendor(3)); // a class is no vendor
    }

    [Fact]
    public void Products_HaveNames()
    {
        Assert.Equal("pid.codes Test PID", Ids.Product(new VidPid(0x1209, 1)));
        Assert.Equal("Café reader", Ids.Product(new VidPid(0x1209, 0x53c0)));
        Assert.Equal("Upper case", Ids.Product(new VidPid(0x1209, 0xabcd)));
        Assert.Equal("1.1 root hub", Ids.Product(new VidPid(0x1d6b, 1))); // the same product id of another vendor
        Assert.Null(Ids.Product(new VidPid(0x1d6b, 0x53c0)));
        Assert.Null(Ids.Product(new VidPid(0x1d6b, 0))); // a vendor is no product
    }

    [Fact]
    public void Classes_HaveNames()
    {
        Assert.Equal("Human Interface Device", Ids.Class(3));
        Assert.Equal("Chip/SmartCard", Ids.Class(0x0b));
        Assert.Null(Ids.Class(1));
        Assert.Equal("Boot Interface Subclass", Ids.SubClass(3, 1));
        Assert.Equal("No Subclass", Ids.SubClass(3, 0));
        Assert.Null(Ids.SubClass(0x0b, 1));
        Assert.Equal("Keyboard", Ids.Protocol(3, 1, 1));
        Assert.Equal("Mouse", Ids.Protocol(3, 0, 2));
        Assert.Null(Ids.Protocol(3, 1, 2));
    }

    [Fact]
    public void OtherLists_AreLeftOut() => Assert.Equal(2 + 4 + 2 + 2 + 2, Ids.Count);

    [Theory]
    [InlineData("1209")] // no name
    [InlineData("1209  ")]
    [InlineData("120  Short")]
    [InlineData("12090  Long")]
    [InlineData("12g9  Not hexadecimal")]
    [InlineData("+209  Sign")]
    [InlineData("\t0001  Nobody's product")]
    [InlineData("\t\t01  Nobody's protocol")]
    [InlineData("C 3  One digit")]
    [InlineData("C 003  Three digits")]
    [InlineData("\t\t\t\t")]
    [InlineData("#1209  Comment")]
    public void DamagedLine_IsLeftOut(string line) => Assert.Equal(0, UsbIds.Read(new StringReader(line)).Count);

    [Fact]
    public void LinesBelowADamagedOne_AreNotGivenToTheOneAbove()
    {
        var ids = UsbIds.Read(new StringReader("1209  Good\nxxxx  Damaged\n\t0001  Whose?\n"));
        Assert.Null(ids.Product(new VidPid(0x1209, 1)));
        Assert.Equal("Good", ids.Vendor(0x1209));
    }

    [Fact]
    public void ProtocolWithoutSubclass_IsNotGivenToTheSubclassAbove()
    {
        var ids = UsbIds.Read(new StringReader("C 03  One\n\t01  Sub\nC 08  Other\n\t\t02  Whose?\n"));
        Assert.Equal(3, ids.Count);
        Assert.Null(ids.Protocol(8, 1, 2));
    }

    [Fact]
    public void OfTwoNames_TheFirstCounts()
    {
        var ids = UsbIds.Read(new StringReader("1209  First\n1209  Second\n120a  Next\n"));
        Assert.Equal("First", ids.Vendor(0x1209));
        Assert.Equal("Next", ids.Vendor(0x120a));
    }

    [Fact]
    public void WindowsLineEnds_AreNoPartOfNames() =>
        Assert.Equal("Generic", UsbIds.Read(new StringReader("1209  Generic \r\n")).Vendor(0x1209));

    [Fact]
    public void EmptyIds_KnowNothing()
    {
        Assert.Null(UsbIds.Empty.Vendor(0x1209));
        Assert.Equal(0, UsbIds.Read(new StringReader("")).Count);
    }
}
