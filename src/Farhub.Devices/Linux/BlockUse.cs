using System.Runtime.Versioning;

namespace Farhub.Devices.Linux;

/// <summary>Finds out whether this machine uses the disks of a USB device: mounted, swapped to, or part of something (device mapper, md).</summary>
[SupportedOSPlatform("linux")]
static class BlockUse
{
    // usb interface / host / target / LUN / block / disk is six levels; a card reader adds two.
    const int DiskDepth = 10;
    const int HolderDepth = 8;

    /// <summary>How the disks below a device are used.</summary>
    /// <param name="root">The system.</param>
    /// <param name="devicePath">The device's directory below /sys/devices.</param>
    /// <param name="mounts">What is mounted.</param>
    /// <returns>A clause such as "mounted at /mnt/stick"; null when they are not used or there are none.</returns>
    internal static string? Find(LinuxRoot root, string devicePath, MountTable mounts)
    {
        var points = new List<string>();
        string? other = null;
        foreach (string disk in DisksBelow(root, devicePath, DiskDepth)) Look(root, disk, mounts, points, ref other, HolderDepth);
        return points.Count > 0 ? $"mounted at {string.Join(", ", points.Distinct())}" : other;
    }

    static IEnumerable<string> DisksBelow(LinuxRoot root, string path, int depth)
    {
        foreach (string name in root.List(path, ownDirectoriesOnly: true))
        {
            string child = $"{path}/{name}";
            if (name == "block")
            {
                foreach (string disk in root.List(child, ownDirectoriesOnly: true)) yield return $"{child}/{disk}";
            }
            else if (depth > 0)
            {
                foreach (string disk in DisksBelow(root, child, depth - 1)) yield return disk;
            }
        }
    }

    /// <summary>Looks at a disk or partition, its partitions, and what is built on them.</summary>
    static void Look(LinuxRoot root, string path, MountTable mounts, List<string> points, ref string? other, int depth)
    {
        // In sysfs a slash in a name is an exclamation mark.
        string name = path[(path.LastIndexOf('/') + 1)..];
        string node = "/dev/" + name.Replace('!', '/');
        List<string> names = [node];
        if (root.ReadText($"{path}/dm/name") is { Length: > 0 } mapped) names.Add("/dev/mapper/" + mapped);
        points.AddRange(mounts.PointsOf(root.ReadText($"{path}/dev"), names));
        if (mounts.IsSwap(names)) other ??= $"used as swap ({node})";
        if (depth == 0) return;
        foreach (string holder in root.List($"{path}/holders"))
        {
            Look(root, $"/sys/class/block/{holder}", mounts, points, ref other, depth - 1);
            other ??= $"part of /dev/{holder}";
        }
        foreach (string child in root.List(path, ownDirectoriesOnly: true))
        {
            if (child.StartsWith(name, StringComparison.Ordinal)) Look(root, $"{path}/{child}", mounts, points, ref other, depth - 1);
        }
    }
}
