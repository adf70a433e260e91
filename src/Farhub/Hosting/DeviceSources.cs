using Farhub.Devices;
using Farhub.Devices.Linux;
using Microsoft.Extensions.Logging;

namespace Farhub.Hosting;

/// <summary>Where this executable's devices come from.</summary>
static class DeviceSources
{
    /// <summary>The devices plugged in here.</summary>
    public static IDeviceSource Physical(ILoggerFactory loggers) => OperatingSystem.IsLinux()
        ? new LinuxDevices(loggers)
        : throw new CommandException(ExitCode.NotPermitted, "physical devices can be shared on Linux only; software devices (--virtual) work everywhere.");

    /// <summary>Devices made of software.</summary>
    public static IDeviceSource Software(IReadOnlyList<string> specs) => throw new NotSupportedException(specs[0]);

    /// <summary>True when this process may open the device's node in usbfs, which claiming it begins with.</summary>
    public static bool MayOpen(DeviceInfo device)
    {
        try
        {
            using var node = File.OpenHandle($"/dev/bus/usb/{device.BusNumber:000}/{device.DeviceNumber:000}", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            return true;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return false;
        }
    }
}
