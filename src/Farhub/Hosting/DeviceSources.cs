using Farhub.Devices;
using Farhub.Devices.Linux;
using Farhub.Devices.Virtual;
using Microsoft.Extensions.Logging;

namespace Farhub.Hosting;

/// <summary>Where this executable's devices come from.</summary>
static class DeviceSources
{
    /// <summary>The devices plugged in here.</summary>
    public static IDeviceSource Physical(ILoggerFactory loggers) => OperatingSystem.IsLinux()
        ? new LinuxDevices(loggers)
        : throw new CommandException(ExitCode.NotPermitted, "physical devices can be shared on Linux only; software devices (--virtual) work everywhere.");

    /// <summary>Devices made of software, plugged in in this order.</summary>
    /// <exception cref="DeviceException">One cannot be made; the message says why.</exception>
    public static VirtualDevices Software(IReadOnlyList<VirtualDeviceSpec> specs)
    {
        VirtualDevices devices = new();
        try
        {
            foreach (VirtualDeviceSpec spec in specs) devices.Add(spec);
            return devices;
        }
        catch
        {
            devices.Dispose();
            throw;
        }
    }

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
