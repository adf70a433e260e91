using System.Globalization;
using System.Runtime.Versioning;
using Farhub.Usb;

namespace Farhub.Devices.Linux;

/// <summary>Reads USB devices from /sys/bus/usb/devices (Documentation/ABI/stable/sysfs-bus-usb). Anything may vanish between two reads;
/// a device that is not all there is not there.</summary>
[SupportedOSPlatform("linux")]
static class UsbSysfs
{
    const string Devices = "/sys/bus/usb/devices";
    const byte HubClass = 9;

    /// <summary>Bus ids of what is plugged in, hubs included. Interfaces and root hubs are left out.</summary>
    internal static IEnumerable<string> List(LinuxRoot root) => root.List(Devices).Where(name => IsBusId(name));

    /// <summary>True for a port path: a bus, a dash, and ports with dots between. Root hubs are called usb1, interfaces 1-4:1.0.</summary>
    internal static bool IsBusId(ReadOnlySpan<char> name)
    {
        int dash = name.IndexOf('-');
        if (dash < 1 || dash == name.Length - 1) return false;
        bool digitBefore = false;
        for (int i = 0; i < name.Length; i++)
        {
            if (char.IsAsciiDigit(name[i])) digitBefore = true;
            else if (digitBefore && (i == dash || (i > dash && name[i] == '.'))) digitBefore = false;
            else return false;
        }
        return digitBefore;
    }

    /// <summary>Reads one device.</summary>
    /// <param name="root">The system.</param>
    /// <param name="busId">Its name in sysfs.</param>
    /// <param name="mounts">What is mounted, for <see cref="DeviceInfo.InUse"/>.</param>
    /// <returns>Null when it is not there, not all there, a hub, or attached through vhci_hcd: what came over the network is not passed on.</returns>
    internal static DeviceInfo? Read(LinuxRoot root, string busId, MountTable mounts)
    {
        string link = $"{Devices}/{busId}";
        string path = root.ResolveLink(link) ?? link;
        if (path.Contains("/vhci_hcd", StringComparison.Ordinal)) return null;
        if (root.ReadBytes($"{path}/descriptors") is not { } bytes || !DeviceDescriptor.TryRead(bytes, out DeviceDescriptor? descriptor)) return null;
        if (descriptor!.Class == HubClass) return null;
        if (!TryNumber(root, $"{path}/busnum", out int busNumber) || !TryNumber(root, $"{path}/devnum", out int deviceNumber)) return null;
        _ = TryNumber(root, $"{path}/bConfigurationValue", out int configuration); // Empty while there is none.
        return new DeviceInfo
        {
            BusId = busId,
            Path = path,
            BusNumber = busNumber,
            DeviceNumber = deviceNumber,
            Speed = SpeedOf(root.ReadText($"{path}/speed")),
            Descriptor = descriptor,
            Configurations = ConfigurationDescriptor.ReadAll(bytes.AsSpan(DeviceDescriptor.Size)),
            ActiveConfiguration = (byte)(configuration & 0xff),
            Manufacturer = Text(root, $"{path}/manufacturer"),
            Product = Text(root, $"{path}/product"),
            Serial = Text(root, $"{path}/serial"),
            Drivers = DriversOf(root, path, busId),
            InUse = UseOf(root, path, mounts),
        };
    }

    /// <summary>Two readings of one device, without the new lists where they say the same, so that equal readings are equal records.</summary>
    internal static DeviceInfo Unify(DeviceInfo before, DeviceInfo now)
    {
        if (before.Drivers.SequenceEqual(now.Drivers)) now = now with { Drivers = before.Drivers };
        // The kernel reads descriptors when a device gets its number, and never again.
        if (before.DeviceNumber == now.DeviceNumber && before.Descriptor == now.Descriptor) now = now with { Configurations = before.Configurations };
        return now;
    }

    static string? UseOf(LinuxRoot root, string path, MountTable mounts)
    {
        // Another driver for the whole device has no interfaces: usbip-host, when this machine shares it the kernel's way.
        if (NameOfLink(root, $"{path}/driver") is { } driver && driver != "usb") return $"bound to {driver}";
        return BlockUse.Find(root, path, mounts);
    }

    static List<string> DriversOf(LinuxRoot root, string path, string busId)
    {
        var drivers = new List<string>();
        foreach (string name in root.List(path, ownDirectoriesOnly: true).Where(n => n.StartsWith(busId + ":", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            // usbfs stands for a program, and is not there when the program is not.
            if (NameOfLink(root, $"{path}/{name}/driver") is { } driver && driver != "usbfs" && !drivers.Contains(driver)) drivers.Add(driver);
        }
        return drivers;
    }

    static string? NameOfLink(LinuxRoot root, string path) => root.ResolveLink(path) is { } target ? Path.GetFileName(target) : null;

    /// <summary>Reads a number of 0 to 255.</summary>
    internal static bool TryNumber(LinuxRoot root, string path, out int value)
    {
        value = 0;
        return int.TryParse(root.ReadText(path), NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= 255;
    }

    /// <summary>A string as the device says it, but for control characters: it will be printed on terminals.</summary>
    static string? Text(LinuxRoot root, string path)
    {
        string? text = root.ReadText(path)?.Trim();
        if (string.IsNullOrEmpty(text)) return null;
        return text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '?' : c)) : text;
    }

    /// <summary>The speed that the attribute of that name says.</summary>
    internal static UsbSpeed SpeedOf(string? megabits) => megabits switch
    {
        "1.5" => UsbSpeed.Low,
        "12" => UsbSpeed.Full,
        "480" => UsbSpeed.High,
        "5000" => UsbSpeed.Super,
        "10000" or "20000" => UsbSpeed.SuperPlus,
        _ => UsbSpeed.Unknown,
    };
}
