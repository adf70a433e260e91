using Farhub.CommandLine;
using Farhub.Devices;
using Farhub.Json;
using Farhub.Rendering;

namespace Farhub.Commands;

/// <summary><c>farhub devices</c>.</summary>
/// <param name="screen">Where the answer goes.</param>
/// <param name="names">Names of vendors and products.</param>
/// <param name="open">Opens the source of local devices.</param>
/// <param name="mayOpen">True when this process may open the device's file.</param>
sealed class DevicesHandler(Screen screen, Lazy<DeviceNames> names, Func<IDeviceSource> open, Func<DeviceInfo, bool> mayOpen)
{
    public ExitCode Run(DevicesRequest request)
    {
        using IDeviceSource source = open();
        List<(DeviceInfo Info, string? Reason)> devices = [.. source.Devices.Select(d => (d.Info, WhyNot(d.Info)))];
        if (request.Json)
        {
            screen.Json(new LocalDevicesDocument([.. devices.Select(d => Document(d.Info, d.Reason))]), FarhubJson.Default.LocalDevicesDocument);
        }
        else if (devices.Count == 0)
        {
            screen.Line("No USB device is plugged in here.");
        }
        else
        {
            screen.Table(["PORT PATH", "ID", "SERIAL", "SPEED", "DEVICE", "CAN BE SHARED"], devices.Select(d => Row(d.Info, d.Reason)));
        }
        return ExitCode.Ok;
    }

    /// <summary>Why a client could not have the device now; null when it could.</summary>
    string? WhyNot(DeviceInfo device) =>
        device.Descriptor.Class == Usb.UsbClass.Hub ? "a USB hub: share what is plugged into it"
        : device.InUse is not null ? device.InUse
        : mayOpen(device) ? null
        : "no permission: serve as root";

    IReadOnlyList<string> Row(DeviceInfo device, string? reason) =>
    [
        device.BusId, device.Id.ToString(), device.Serial ?? "", SpeedText.Rate(device.Speed),
        names.Value.Full(device.Id, device.Manufacturer, device.Product, Class(device)), reason is null ? "yes" : $"no: {reason}",
    ];

    LocalDeviceDocument Document(DeviceInfo device, string? reason) => new(
        BusId: device.BusId,
        Id: device.Id.ToString(),
        Serial: device.Serial,
        Vendor: names.Value.Vendor(device.Id, device.Manufacturer),
        Product: names.Value.Product(device.Id, device.Product),
        Class: Class(device),
        Speed: SpeedText.Word(device.Speed),
        Drivers: device.Drivers,
        Shareable: reason is null,
        Reason: reason);

    static string Class(DeviceInfo device) => DeviceNames.Class(device.Descriptor.Class, device.Interfaces.Select(i => i.Class));
}
