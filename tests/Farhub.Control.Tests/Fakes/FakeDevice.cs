using Farhub.Devices;
using Farhub.Usb;

namespace Farhub.Control.Tests.Fakes;

/// <summary>A device that can only be known, not used.</summary>
sealed class FakeDevice(string port, string id, string? serial = null) : IUsbDevice
{
    public DeviceInfo Info { get; } = new()
    {
        BusId = port,
        Path = $"/fake/{port}",
        BusNumber = 1,
        DeviceNumber = 1,
        Speed = UsbSpeed.High,
        Configurations = [],
        ActiveConfiguration = 0,
        Serial = serial,
        Descriptor = new DeviceDescriptor
        {
            UsbVersion = 0x0200,
            Class = 0,
            SubClass = 0,
            Protocol = 0,
            MaxPacketSize0 = 64,
            Id = VidPid.TryParse(id, out VidPid parsed) ? parsed : throw new ArgumentException(id),
            DeviceVersion = 0x0100,
            ConfigurationCount = 0,
        },
    };

    public OpenDevice Open(IUrbSink sink, OpenOptions options) => throw new DeviceException("A fake device cannot be opened.");

    public override string ToString() => $"{Info.BusId} {Info.Id} {Info.Serial}";
}
