using Farhub.Devices;
using Farhub.Usb;

namespace Farhub.Tests.Commands;

/// <summary>A machine with a serial adapter, a mounted disk, a device one may not open, and a hub.</summary>
sealed class SampleDevices : IDeviceSource
{
    public static DeviceInfo Serial { get; } = Device("1-4.2", 0x0403, 0x6001, UsbSpeed.Full, 0, 0xff) with
    {
        Manufacturer = "FTDI",
        Product = "FT232R",
        Serial = "A50285BI",
        Drivers = ["ftdi_sio"],
    };

    public static DeviceInfo Disk { get; } = Device("1-5", 0x0781, 0x5581, UsbSpeed.Super, 0, 0x08) with { InUse = "mounted at /mnt/stick", Drivers = ["usb-storage"] };

    public static DeviceInfo Token { get; } = Device("2-1", 0x1209, 0xffff, UsbSpeed.Low, 0, 0x0b) with { Product = "evil\u001b[31m" };

    public static DeviceInfo Hub { get; } = Device("2-2", 0x05e3, 0x0608, UsbSpeed.High, 0x09, 0x09);

    public event Action<DeviceChange>? Changed
    {
        add { }
        remove { }
    }

    public IReadOnlyList<IUsbDevice> Devices { get; } = [new Shown(Serial), new Shown(Disk), new Shown(Token), new Shown(Hub)];

    public void Dispose() { }

    static DeviceInfo Device(string busId, ushort vendor, ushort product, UsbSpeed speed, byte deviceClass, byte interfaceClass) => new()
    {
        BusId = busId,
        Path = "/sys/devices/" + busId,
        BusNumber = busId[0] - '0',
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
        Configurations = [Configuration(interfaceClass)],
        ActiveConfiguration = 1,
    };

    /// <summary>One configuration with one interface without endpoints.</summary>
    static ConfigurationDescriptor Configuration(byte interfaceClass)
    {
        byte[] bytes = [9, 2, 18, 0, 1, 1, 0, 0x80, 50, 9, 4, 0, 0, 0, interfaceClass, 0, 0, 0];
        return ConfigurationDescriptor.TryRead(bytes, out ConfigurationDescriptor? configuration, out _) ? configuration! : throw new ArgumentException("class");
    }

    sealed class Shown(DeviceInfo info) : IUsbDevice
    {
        public DeviceInfo Info => info;

        public OpenDevice Open(IUrbSink sink, OpenOptions options) => throw new InvalidOperationException("Listing devices must not claim them.");
    }
}
