using System.Globalization;
using System.Runtime.Versioning;

namespace Farhub.Devices.Linux;

/// <summary>A port of a hub, as sysfs shows it: a directory such as <c>1-4/1-4:1.0/1-4-port2</c>, of a root hub <c>usb1/1-0:1.0/usb1-port4</c>.</summary>
/// <param name="Hub">The hub's name in sysfs.</param>
/// <param name="HubPath">The hub's directory.</param>
/// <param name="Number">The port's number, from 1.</param>
/// <param name="Path">The port's directory.</param>
[SupportedOSPlatform("linux")]
sealed record HubPort(string Hub, string HubPath, int Number, string Path)
{
    const string Devices = "/sys/bus/usb/devices";
    const string PortMark = "-port";

    /// <summary>What is plugged in there is called so.</summary>
    internal string PortPath => Hub.StartsWith("usb", StringComparison.Ordinal) ? $"{Hub["usb".Length..]}-{Number}" : $"{Hub}.{Number}";

    /// <summary>The port that a port path names: of <c>1-4.2</c> port 2 of hub <c>1-4</c>, of <c>1-4</c> port 4 of hub <c>usb1</c>.</summary>
    /// <returns>Null when there is none, or it is one of vhci_hcd, which has no power to switch.</returns>
    internal static HubPort? Find(LinuxRoot root, string portPath)
    {
        if (!UsbSysfs.IsBusId(portPath)) return null;
        int last = portPath.LastIndexOfAny(['-', '.']);
        string hub = portPath[last] == '.' ? portPath[..last] : $"usb{portPath[..last]}";
        return int.TryParse(portPath.AsSpan(last + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? At(root, hub, number) : null;
    }

    /// <summary>A port of a hub by its number; null when there is none.</summary>
    internal static HubPort? At(LinuxRoot root, string hub, int number)
    {
        string link = $"{Devices}/{hub}";
        string path = root.ResolveLink(link) ?? link;
        if (path.Contains("/vhci_hcd", StringComparison.Ordinal)) return null;
        // The number of the configuration is part of the interface's name.
        return root.List(path, ownDirectoriesOnly: true).Select(name => $"{path}/{name}/{hub}{PortMark}{number}").FirstOrDefault(root.Has) is { } port
            ? new HubPort(hub, path, number, port)
            : null;
    }

    /// <summary>The same socket's port on the other bus: a USB 3 socket is a port of a USB 2 hub and one of a USB 3 hub. Null when the kernel knows of none.</summary>
    internal HubPort? Peer(LinuxRoot root)
    {
        if (root.ResolveLink($"{Path}/peer") is not { } target) return null;
        string name = System.IO.Path.GetFileName(target);
        int mark = name.LastIndexOf(PortMark, StringComparison.Ordinal);
        return mark > 0 && int.TryParse(name.AsSpan(mark + PortMark.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? At(root, name[..mark], number) : null;
    }

    /// <summary>True for a port of a USB 3 hub.</summary>
    internal bool IsSuperSpeed(LinuxRoot root) => UsbSysfs.SpeedOf(root.ReadText($"{HubPath}/speed")) >= Usb.UsbSpeed.Super;
}
