using System.Globalization;
using System.Runtime.Versioning;
using Farhub.Devices.Linux;

namespace Farhub.Devices.Tests.Linux;

/// <summary>Hubs in a <see cref="FakeSystem"/>, with a node each.</summary>
[SupportedOSPlatform("linux")]
sealed class FakeHubs(FakeSystem system)
{
    readonly Dictionary<string, FakeUsbfs> _nodes = [];

    /// <summary>What else is to happen when a node is opened.</summary>
    internal Action? Opening { get; set; }

    internal IUsbfs Open(string node)
    {
        Opening?.Invoke();
        return _nodes[node];
    }

    /// <summary>Plugs in a hub.</summary>
    /// <param name="name">Its name in sysfs.</param>
    /// <param name="deviceNumber">Its number on the bus.</param>
    /// <param name="characteristics">wHubCharacteristics.</param>
    /// <param name="ports">Number of ports.</param>
    /// <param name="speed">As in sysfs.</param>
    /// <returns>Its node.</returns>
    internal FakeUsbfs Add(string name, int deviceNumber, ushort characteristics, int ports = 4, string speed = "480")
    {
        bool isRoot = name.StartsWith("usb", StringComparison.Ordinal);
        string bus = isRoot ? name[3..] : name[..name.IndexOf('-', StringComparison.Ordinal)];
        string path = $"/sys/devices/pci0000:00/0000:00:14.0/usb{bus}{(isRoot ? "" : $"/{name}")}";
        system.Write($"{path}/busnum", $"{bus}\n");
        system.Write($"{path}/devnum", $"{deviceNumber}\n");
        system.Write($"{path}/speed", $"{speed}\n");
        for (int port = 1; port <= ports; port++) Directory.CreateDirectory(system.Root.PathOf(PortOf(name, port)));
        system.Link($"/sys/bus/usb/devices/{name}", path);
        var node = new FakeUsbfs
        {
            // What stands behind wHubCharacteristics differs, and is of no interest.
            Answer = setup => [9, (byte)(setup.Value >> 8), (byte)ports, (byte)(characteristics & 0xff), (byte)(characteristics >> 8), 50, 0, 0, 0xff],
        };
        _nodes.Add(system.Root.PathOf(string.Create(CultureInfo.InvariantCulture, $"/dev/bus/usb/{int.Parse(bus, CultureInfo.InvariantCulture):d3}/{deviceNumber:d3}")), node);
        return node;
    }

    /// <summary>The directory of a port.</summary>
    internal static string PortOf(string hub, int port)
    {
        bool isRoot = hub.StartsWith("usb", StringComparison.Ordinal);
        string bus = isRoot ? hub[3..] : hub[..hub.IndexOf('-', StringComparison.Ordinal)];
        return $"/sys/devices/pci0000:00/0000:00:14.0/usb{bus}{(isRoot ? $"/{bus}-0:1.0" : $"/{hub}/{hub}:1.0")}/{hub}-port{port}";
    }

    /// <summary>Makes two ports the same socket.</summary>
    internal void Pair(string hub, int port, string otherHub, int otherPort)
    {
        system.Link($"{PortOf(hub, port)}/peer", PortOf(otherHub, otherPort));
        system.Link($"{PortOf(otherHub, otherPort)}/peer", PortOf(hub, port));
    }
}
