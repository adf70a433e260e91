using Farhub.Devices;
using Farhub.Usb;

namespace Farhub.Web.Tests;

/// <summary>A machine with real devices, of which no test needs more than what they say of themselves.</summary>
sealed class SampleDevices(params IReadOnlyList<DeviceInfo> devices) : IDeviceSource
{
    /// <summary>A desk: two hubs, one behind the other, and what people plug in.</summary>
    internal static SampleDevices Desk { get; } = new(
        Make("1-2", 0x046d, 0xc31c, UsbSpeed.Low, [(3, 1, 1), (3, 0, 0)]) with { Manufacturer = "Logitech", Product = "USB Keyboard", Drivers = ["usbhid"] },
        Make("1-4.2", 0x0403, 0x6001, UsbSpeed.Full, [(0xff, 0xff, 0xff)]) with { Manufacturer = "FTDI", Product = "FT232R USB UART", Serial = "A50285BI", Drivers = ["ftdi_sio"] },
        Make("1-4.3", 0x0529, 0x0001, UsbSpeed.Full, [(0xff, 0, 0)]) with { Manufacturer = "SafeNet", Product = "HASP HL 3.25" },
        Make("1-4.4.1", 0x0529, 0x0001, UsbSpeed.Full, [(0xff, 0, 0)]) with { Manufacturer = "SafeNet", Product = "HASP HL 3.25" },
        Make("1-4.4.3", 0x08e6, 0x3437, UsbSpeed.Full, [(0x0b, 0, 0)]) with { Manufacturer = "Gemalto", Product = "USB Smart Card Reader", Serial = "B15C00" },
        Make("1-10", 0x046d, 0x0825, UsbSpeed.High, [(0x0e, 1, 0), (0x0e, 2, 0), (1, 1, 0), (1, 2, 0)], 0xef) with { Product = "Webcam C270", Serial = "65AD2A40" },
        Make("2-1", 0x0781, 0x5581, UsbSpeed.Super, [(8, 6, 0x50)]) with { Manufacturer = "SanDisk", Product = "Ultra", Serial = "4C530001", InUse = "mounted at /mnt/stick", Drivers = ["usb-storage"] },
        Make("2-3", 0x04f9, 0x2042, UsbSpeed.High, [(7, 1, 2)]));

    public event Action<DeviceChange>? Changed
    {
        add { }
        remove { }
    }

    public IReadOnlyList<IUsbDevice> Devices { get; } = [.. devices.Select(d => new Shown(d))];

    public void Dispose() { }

    /// <summary>A device with an interface of each class, subclass and protocol.</summary>
    internal static DeviceInfo Make(string busId, ushort vendor, ushort product, UsbSpeed speed, (byte Class, byte SubClass, byte Protocol)[] interfaces, byte deviceClass = 0) => new()
    {
        BusId = busId,
        Path = "/sys/devices/" + busId,
        BusNumber = int.Parse(busId.Split('-')[0]),
        DeviceNumber = 7,
        Speed = speed,
        Descriptor = new DeviceDescriptor
        {
            UsbVersion = 0x0200,
            Class = deviceClass,
            SubClass = 0,
            Protocol = 0,
            MaxPacketSize0 = 64,
            Id = new VidPid(vendor, product),
            DeviceVersion = 0x0100,
            ConfigurationCount = 1,
        },
        Configurations = [new ConfigurationDescriptor(1, 0x80, 50, [.. interfaces.Select((c, i) => new InterfaceDescriptor((byte)i, 0, c.Class, c.SubClass, c.Protocol, 0, []))])],
        ActiveConfiguration = 1,
    };

    sealed class Shown(DeviceInfo info) : IUsbDevice
    {
        public DeviceInfo Info => info;

        public OpenDevice Open(IUrbSink sink, OpenOptions options) => throw new DeviceException($"device {info.BusId} is only shown");
    }
}
