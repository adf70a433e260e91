using Farhub.Control.Model;
using Farhub.Devices;

namespace Farhub.Control.Presence;

/// <summary>How a share of a device had best know it again. Pure.</summary>
public static class BindingProposal
{
    /// <summary>Longest serial number that a share takes.</summary>
    const int MaxSerial = 126;

    /// <summary>By what it is, wherever it is plugged in; with the port where that is not enough to tell it from others.</summary>
    /// <param name="device">Which.</param>
    /// <param name="all">Everything that is plugged in.</param>
    public static DeviceBinding ForDevice(DeviceInfo device, IEnumerable<DeviceInfo> all)
    {
        string? serial = SerialOf(device);
        // Some makers give all their devices the same serial number.
        bool isAlone = serial is not null && !all.Any(d => d.BusId != device.BusId && d.Id == device.Id && d.Serial == serial);
        return new DeviceBinding { Id = device.Id.ToString(), Serial = serial, Port = isAlone ? null : device.BusId };
    }

    /// <summary>By where it is plugged in, whatever that is.</summary>
    public static DeviceBinding ForPort(string port) => new() { Port = port };

    static string? SerialOf(DeviceInfo device) => device.Serial is { Length: > 0 and <= MaxSerial } serial && !serial.Any(char.IsControl) ? serial : null;
}
