using Farhub.Client;
using Farhub.CommandLine;
using Farhub.Json;
using Farhub.Protocol;
using Farhub.Rendering;

namespace Farhub.Commands;

/// <summary><c>farhub list</c>.</summary>
sealed class ListHandler(Screen screen, Lazy<DeviceNames> names)
{
    public async Task<ExitCode> RunAsync(ListRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyList<DeviceRecord> devices = await HubClient.ListAsync(request.Hub, cancellationToken: cancellationToken);
        if (request.Json)
        {
            screen.Json(new HubDevicesDocument($"{request.Hub}", [.. devices.Select(Document)]), FarhubJson.Default.HubDevicesDocument);
        }
        else if (devices.Count == 0)
        {
            screen.Line($"{request.Hub} shares nothing that is free now.");
        }
        else
        {
            screen.Table(["BUS ID", "ID", "SPEED", "DEVICE"], devices.Select(Row));
        }
        return ExitCode.Ok;
    }

    IReadOnlyList<string> Row(DeviceRecord device) =>
        [device.BusId.ToString(), device.Id.ToString(), SpeedText.Rate(device.Speed), names.Value.Full(device.Id, null, null, Class(device))];

    HubDeviceDocument Document(DeviceRecord device) => new(
        BusId: device.BusId.ToString(),
        Id: device.Id.ToString(),
        Vendor: names.Value.Vendor(device.Id),
        Product: names.Value.Product(device.Id),
        Class: Class(device),
        Speed: SpeedText.Word(device.Speed),
        Path: device.Path,
        Interfaces: [.. device.Interfaces.Select(i => $"{i.Class:x2}/{i.SubClass:x2}/{i.Protocol:x2}")]);

    static string Class(DeviceRecord device) => DeviceNames.Class(device.Class, device.Interfaces.Select(i => i.Class));
}
