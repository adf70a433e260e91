using Farhub.Devices;
using Farhub.Usb;
using Farhub.Web.Pages.Devices;

namespace Farhub.Web.Tests.Pages;

public sealed class DeviceWordsTests
{
    public static TheoryData<string, byte, byte[]> Kinds => new()
    {
        { "Storage", 0, [8, 6, 0x50] },
        { "Storage", 0, [8, 6, 0x62] },
        { "Keyboard", 0, [3, 1, 1] },
        { "Keyboard, input device", 0, [3, 1, 1, 3, 0, 0] },
        { "Mouse", 0, [3, 1, 2] },
        { "Keyboard and mouse", 0, [3, 1, 1, 3, 1, 2, 3, 0, 0] },
        { "Input device", 0, [3, 0, 0] },
        { "Camera", 0xef, [0x0e, 1, 0, 0x0e, 2, 0] },
        { "Camera with microphone", 0xef, [0x0e, 1, 0, 0x0e, 2, 0, 1, 1, 0, 1, 2, 0] },
        { "Audio, input device", 0, [1, 1, 0, 1, 2, 0, 3, 0, 0] },
        { "Printer", 0, [7, 1, 2] },
        { "Printer, storage", 0, [7, 1, 2, 0xff, 0, 0, 8, 6, 0x50] },
        { "Photo camera or scanner", 0, [6, 1, 1] },
        { "Smart card reader", 0, [0x0b, 0, 0] },
        { "Serial port", 2, [2, 2, 1, 0x0a, 0, 0] },
        { "Network adapter", 2, [2, 6, 0, 0x0a, 0, 0] },
        { "Network adapter", 0, [0xe0, 1, 3, 0x0a, 0, 0] },
        { "Modem", 2, [2, 1, 0] },
        { "Bluetooth adapter", 0xe0, [0xe0, 1, 1] },
        { "Measuring instrument", 0, [0xfe, 3, 1] },
        { "Firmware update", 0, [0xfe, 1, 2] },
        { "Vendor-specific", 0xff, [0xff, 0, 0] },
        { "Vendor-specific", 0xff, [] },
        { "USB device", 0, [0x42, 0, 0] },
        { "USB device", 0, [] },
        { "Storage, serial port, audio", 0, [8, 6, 0x50, 2, 2, 1, 1, 1, 0, 7, 1, 2] },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Kind_IsInWordsOfPeople(string words, byte deviceClass, byte[] interfaces)
    {
        DeviceInfo device = SampleDevices.Make("1-1", 0x1234, 0x5678, UsbSpeed.High, [.. interfaces.Chunk(3).Select(c => (c[0], c[1], c[2]))], deviceClass);
        Assert.Equal(words, DeviceWords.KindOf(device));
    }

    [Theory]
    [InlineData(0x0403, 0x6001)]
    [InlineData(0x10c4, 0xea60)]
    [InlineData(0x1a86, 0x7523)]
    [InlineData(0x067b, 0x2303)]
    public void SerialConverters_AreSerialPorts(ushort vendor, ushort product) => Assert.Equal("Serial port", DeviceWords.KindOf(SampleDevices.Make("1-1", vendor, product, UsbSpeed.Full, [(0xff, 0, 0)])));

    [Fact]
    public void Speed_IsANumberAndAWord()
    {
        Assert.Equal("480 Mbit/s (high speed)", DeviceWords.SpeedOf(UsbSpeed.High));
        Assert.Equal("speed not known", DeviceWords.SpeedOf(UsbSpeed.Unknown));
        Assert.Equal(Enum.GetValues<UsbSpeed>().Length, Enum.GetValues<UsbSpeed>().Select(DeviceWords.SpeedOf).Distinct().Count());
    }

    [Theory]
    [InlineData("Virtual disk", "virtual-disk")]
    [InlineData("FT232R USB UART", "ft232r-usb-uart")]
    [InlineData("HASP HL 3.25", "hasp-hl-3.25")]
    [InlineData("  --Ünique__thing (v2)!  ", "nique_thing-v2")]
    [InlineData("A name that is by far too long to be one", "a-name-that-is-by-far-too-long")]
    [InlineData("日本", "maker-inc")]
    [InlineData(null, "maker-inc")]
    public void Name_IsTheProducts_AsNamesMayBe(string? product, string name)
    {
        DeviceInfo device = SampleDevices.Make("1-1", 0x0529, 0x0001, UsbSpeed.Full, []) with { Manufacturer = "Maker, Inc.", Product = product };
        Assert.Equal(name, ShareName.Propose(device, _ => false));
        Assert.True(Farhub.Control.Model.Names.IsName(name));
    }

    [Fact]
    public void Name_OfANamelessDevice_IsItsNumbers() => Assert.Equal("usb-0529-0001", ShareName.Propose(SampleDevices.Make("1-1", 0x0529, 0x0001, UsbSpeed.Full, []), _ => false));

    [Fact]
    public void Name_ThatIsTaken_GetsANumber()
    {
        DeviceInfo device = SampleDevices.Make("1-1", 0x0529, 0x0001, UsbSpeed.Full, []) with { Product = "A name that is by far too long to be one" };
        Assert.Equal("a-name-that-is-by-far-too-lon-3", ShareName.Propose(device, new HashSet<string> { "a-name-that-is-by-far-too-long", "a-name-that-is-by-far-too-lon-2" }.Contains));
        Assert.Equal("key-2", ShareName.Propose(device with { Product = "Key" }, n => n == "key"));
    }
}
