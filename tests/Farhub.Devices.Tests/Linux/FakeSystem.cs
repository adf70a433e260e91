using System.Runtime.Versioning;
using Farhub.Devices.Linux;

namespace Farhub.Devices.Tests.Linux;

/// <summary>A /sys, /dev and /proc in a directory of their own, laid out as the kernel does it: devices below /sys/devices, links elsewhere.</summary>
[SupportedOSPlatform("linux")]
sealed class FakeSystem : IDisposable
{
    /// <summary>A USB disk: device descriptor 0781:5567, one configuration, one interface with two bulk endpoints.</summary>
    internal static readonly byte[] DiskDescriptors =
    [
        18, 1, 0x00, 0x02, 0, 0, 0, 64, 0x81, 0x07, 0x67, 0x55, 0x26, 0x01, 1, 2, 3, 1,
        9, 2, 32, 0, 1, 1, 0, 0x80, 100,
        9, 4, 0, 0, 2, 8, 6, 0x50, 0,
        7, 5, 0x81, 2, 0, 2, 0,
        7, 5, 0x02, 2, 0, 2, 0,
    ];

    readonly string _directory = Directory.CreateTempSubdirectory("farhub-system-").FullName;

    internal FakeSystem()
    {
        Root = new LinuxRoot(_directory);
        Directory.CreateDirectory(Root.PathOf("/sys/bus/usb/devices"));
        Write("/proc/self/mountinfo", "22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw\n");
        Write("/proc/swaps", "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n");
    }

    internal LinuxRoot Root { get; }

    internal void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Root.PathOf(path))!);
        File.WriteAllText(Root.PathOf(path), text);
    }

    internal void Link(string path, string target)
    {
        string full = Root.PathOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.Delete(full);
        File.CreateSymbolicLink(full, Path.GetRelativePath(Path.GetDirectoryName(full)!, Root.PathOf(target)));
    }

    /// <summary>Plugs in a disk with the driver usb-storage.</summary>
    /// <returns>Its directory.</returns>
    internal string AddDisk(string busId, int deviceNumber, string controller = "pci0000:00/0000:00:14.0", byte[]? descriptors = null)
    {
        string bus = busId[..busId.IndexOf('-', StringComparison.Ordinal)];
        string path = $"/sys/devices/{controller}/usb{bus}/{busId}";
        string one = $"{path}/{busId}:1.0";
        Write($"{path}/busnum", bus + "\n");
        Write($"{path}/devnum", $"{deviceNumber}\n");
        Write($"{path}/speed", "480\n");
        Write($"{path}/bConfigurationValue", "1\n");
        Write($"{path}/manufacturer", "SanDisk\n");
        Write($"{path}/product", "Cruzer Blade\n");
        Write($"{path}/serial", "4C530001\n");
        File.WriteAllBytes(Root.PathOf($"{path}/descriptors"), descriptors ?? DiskDescriptors);
        Write($"{one}/bInterfaceClass", "08\n");
        Directory.CreateDirectory(Root.PathOf("/sys/bus/usb/drivers/usb-storage"));
        Directory.CreateDirectory(Root.PathOf("/sys/bus/usb/drivers/usb"));
        Link($"{one}/driver", "/sys/bus/usb/drivers/usb-storage");
        Link($"{path}/driver", "/sys/bus/usb/drivers/usb");
        Link($"{path}/subsystem", "/sys/bus/usb");
        Link($"/sys/bus/usb/devices/{busId}", path);
        Link($"/sys/bus/usb/devices/{busId}:1.0", one);
        return path;
    }

    /// <summary>Makes the block device of a disk, with a partition.</summary>
    /// <returns>The partition's directory.</returns>
    internal string AddBlock(string devicePath, string name = "sdb", string number = "8:16", string partitionNumber = "8:17")
    {
        string busId = Path.GetFileName(devicePath);
        string block = $"{devicePath}/{busId}:1.0/host6/target6:0:0/6:0:0:0/block/{name}";
        Write($"{block}/dev", number + "\n");
        Write($"{block}/{name}1/dev", partitionNumber + "\n");
        Write($"{block}/{name}1/partition", "1\n");
        Directory.CreateDirectory(Root.PathOf($"{block}/holders"));
        Directory.CreateDirectory(Root.PathOf($"{block}/{name}1/holders"));
        Link($"{block}/subsystem", "/sys/class/block");
        return $"{block}/{name}1";
    }

    /// <summary>Builds a volume on a partition.</summary>
    internal void AddHolder(string partition, string holder, string number, string? mapperName = null)
    {
        string path = $"/sys/devices/virtual/block/{holder}";
        Write($"{path}/dev", number + "\n");
        Directory.CreateDirectory(Root.PathOf($"{path}/holders"));
        if (mapperName is not null) Write($"{path}/dm/name", mapperName + "\n");
        Link($"/sys/class/block/{holder}", path);
        Link($"{partition}/holders/{holder}", path);
    }

    internal void Mount(string line) => File.AppendAllText(Root.PathOf("/proc/self/mountinfo"), line + "\n");

    internal void Unplug(string busId)
    {
        Directory.Delete(Root.PathOf(Root.ResolveLink($"/sys/bus/usb/devices/{busId}")!), recursive: true);
        File.Delete(Root.PathOf($"/sys/bus/usb/devices/{busId}"));
        File.Delete(Root.PathOf($"/sys/bus/usb/devices/{busId}:1.0"));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
