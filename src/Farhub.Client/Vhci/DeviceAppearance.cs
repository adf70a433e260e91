namespace Farhub.Client.Vhci;

/// <summary>Looks below a USB device in sysfs for what the kernel's drivers have made of it.</summary>
static class DeviceAppearance
{
    /// <summary>Levels below the device at most. A partition is eight below: interface, host, target, unit, block, disk, partition.</summary>
    const int MaxDepth = 12;

    static readonly TimeSpan ForDisk = TimeSpan.FromSeconds(4);
    static readonly TimeSpan ForDriver = TimeSpan.FromSeconds(1);

    /// <summary>Everything that is there now.</summary>
    /// <param name="files">Where to look.</param>
    /// <param name="device">sysfs directory of the device.</param>
    internal static List<Appearance> Read(SystemFiles files, string device)
    {
        var found = new List<Appearance>();
        var drivers = new List<string>();
        int interfaces = 0;
        foreach (string name in files.List(device))
        {
            // Interfaces are named as 5-1:1.0; a hub's children (5-1.2) are devices of their own.
            if (!name.Contains(':', StringComparison.Ordinal) || !files.IsRealDirectory($"{device}/{name}")) continue;
            interfaces++;
            if (files.LinkName($"{device}/{name}/driver") is { } driver && !drivers.Contains(driver)) drivers.Add(driver);
            Walk(files, $"{device}/{name}", found, MaxDepth);
        }
        if (found.Count > 0) return found;
        if (drivers.Count > 0) return [.. drivers.Select(d => new Appearance(AppearanceKind.Driver, d))];
        return interfaces > 0 ? [new Appearance(AppearanceKind.NoDriver, "no driver bound")] : [];
    }

    /// <summary>How long to wait for something more to appear after the last thing has: no time at all when everything that is to be
    /// expected is there.</summary>
    internal static TimeSpan Patience(SystemFiles files, DriverAliases aliases, string device, IReadOnlyList<Appearance> found)
    {
        TimeSpan patience = TimeSpan.Zero;
        foreach (string name in files.List(device))
        {
            if (!name.Contains(':', StringComparison.Ordinal)) continue;
            switch (files.LinkName($"{device}/{name}/driver"))
            {
                // The disk is looked for in the background, after a second's rest by default (usb-storage's delay_use).
                case "usb-storage" or "uas" when !found.Any(a => a.Kind == AppearanceKind.Block):
                    return ForDisk;
                // udev loads a driver's module in the background, if there is one.
                case null when patience == TimeSpan.Zero && aliases.MayBind($"{device}/{name}"):
                    patience = ForDriver;
                    break;
                default:
                    break;
            }
        }
        return patience;
    }

    static void Walk(SystemFiles files, string directory, List<Appearance> found, int depth)
    {
        if (depth == 0) return;
        foreach (string name in files.List(directory))
        {
            if (name == "power" || name.StartsWith("ep_", StringComparison.Ordinal)) continue; // Every device has them, and nothing is in them.
            string path = $"{directory}/{name}";
            if (!files.IsRealDirectory(path)) continue;
            if (files.LinkName($"{path}/subsystem") is { } subsystem && Classify(files, subsystem, path, name) is { } appearance) found.Add(appearance);
            Walk(files, path, found, depth - 1);
        }
    }

    static Appearance? Classify(SystemFiles files, string subsystem, string path, string name) => subsystem switch
    {
        "block" => new Appearance(AppearanceKind.Block, Node(files, path, name), Detail(files, $"{path}/device/model")),
        "tty" => new Appearance(AppearanceKind.Serial, Node(files, path, name)),
        "input" when name.StartsWith("event", StringComparison.Ordinal) => new Appearance(AppearanceKind.Input, Node(files, path, $"input/{name}"), Detail(files, $"{path}/../name")),
        "hidraw" => new Appearance(AppearanceKind.HidRaw, Node(files, path, name)),
        "sound" when name.StartsWith("card", StringComparison.Ordinal) => new Appearance(AppearanceKind.Sound, name, Detail(files, $"{path}/id")),
        "video4linux" => new Appearance(AppearanceKind.Video, Node(files, path, name), Detail(files, $"{path}/name")),
        "net" => new Appearance(AppearanceKind.Network, name),
        "usbmisc" => new Appearance(AppearanceKind.Node, Node(files, path, name)),
        _ => null,
    };

    /// <summary>The device node's path: the kernel says it in DEVNAME.</summary>
    static string Node(SystemFiles files, string path, string otherwise)
    {
        foreach (string line in (files.TryRead($"{path}/uevent") ?? "").Split('\n'))
        {
            if (line.StartsWith("DEVNAME=", StringComparison.Ordinal)) return $"/dev/{line["DEVNAME=".Length..].Trim()}";
        }
        return $"/dev/{otherwise}";
    }

    static string? Detail(SystemFiles files, string path) => files.TryRead(path) is { Length: > 0 } text ? text : null;
}
