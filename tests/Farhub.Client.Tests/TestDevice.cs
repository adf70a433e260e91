using Farhub.Protocol;
using Farhub.Usb;

namespace Farhub.Client.Tests;

/// <summary>The device that the scripted hub pretends to have: a bulk pair, an interrupt endpoint, and isochronous ones in a second interface.</summary>
static class TestDevice
{
    internal static readonly EndpointAddress BulkIn = new(0x81);
    internal static readonly EndpointAddress BulkOut = new(0x02);
    internal static readonly EndpointAddress InterruptIn = new(0x83);
    internal static readonly EndpointAddress IsoIn = new(0x84);
    internal static readonly EndpointAddress IsoOut = new(0x05);
    internal static readonly EndpointAddress AlternateIn = new(0x86);

    internal static readonly BusId BusId = BusId.Parse("3-2.1");

    internal static readonly DeviceRecord Record = new()
    {
        Path = "/sys/devices/pci0000:00/usb3/3-2/3-2.1",
        BusId = BusId,
        BusNumber = 3,
        DeviceNumber = 17,
        Speed = UsbSpeed.High,
        Id = new VidPid(0x1209, 0x0001),
        DeviceVersion = 0x0102,
        Class = 0xff,
        SubClass = 1,
        Protocol = 2,
        ConfigurationValue = 1,
        ConfigurationCount = 1,
    };

    internal static readonly byte[] DeviceDescriptor =
    [
        18, 1, 0x00, 0x02, 0xff, 1, 2, 64, 0x09, 0x12, 0x01, 0x00, 0x02, 0x01, 1, 2, 3, 1,
    ];

    internal static readonly byte[] ConfigurationDescriptor = Configuration();

    static byte[] Configuration()
    {
        byte[] bytes =
        [
            9, 2, 0, 0, 2, 1, 0, 0x80, 50,
            9, 4, 0, 0, 3, 0xff, 0, 0, 0,
            7, 5, 0x81, 2, 0x00, 0x02, 0,
            7, 5, 0x02, 2, 0x00, 0x02, 0,
            7, 5, 0x83, 3, 0x40, 0x00, 4,
            9, 4, 1, 0, 2, 0xff, 0, 0, 0,
            7, 5, 0x84, 1, 0x00, 0x04, 1,
            7, 5, 0x05, 1, 0x00, 0x04, 1,
            9, 4, 1, 1, 1, 0xff, 0, 0, 0,
            7, 5, 0x86, 2, 0x00, 0x02, 0,
        ];
        bytes[2] = (byte)bytes.Length;
        return bytes;
    }
}
