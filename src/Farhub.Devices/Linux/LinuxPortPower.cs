using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Farhub.Usb;

namespace Farhub.Devices.Linux;

/// <summary>Takes the power from ports of this machine's hubs. All that may speak against it is found before the first port is switched.</summary>
/// <param name="root">The system.</param>
/// <param name="time">The clock.</param>
/// <param name="openNode">Opens a node of usbfs; null for the kernel's.</param>
[SupportedOSPlatform("linux")]
sealed class LinuxPortPower(LinuxRoot root, TimeProvider time, Func<string, IUsbfs>? openNode = null) : IPortPower
{
    const string Devices = "/sys/bus/usb/devices";
    const byte HubClass = 9;

    // USB 2.0, 11.23.2.1; USB 3.2, 10.15.2.1. The lowest two bits of wHubCharacteristics say how power is switched; the specifications know 0 and 1, hubs without
    // switches and the kernel's root hubs say 2 or 3.
    const byte HubDescriptor = 0x29;
    const byte SuperSpeedHubDescriptor = 0x2a;
    const byte ClassRequestFromHub = 0xa0;
    const int PowerSwitching = 3;
    const int Ganged = 0;
    const int Individual = 1;

    readonly Func<string, IUsbfs> _openNode = openNode ?? Usbfs.Open;
    readonly ConcurrentDictionary<string, HubPort> _cycling = new(StringComparer.Ordinal);

    public bool HasPort(string portPath) => HubPort.Find(root, portPath) is not null;

    /// <remarks>A socket for USB 3 carries power as long as one of its two ports wants it, and a device that loses only its USB 3 port just falls back to the other:
    /// both are switched. The USB 2 port goes off first and comes back last, so that the device does not turn up on the slower bus in between.
    /// A hub whose ports are switched together takes the power away only when all are off: all are then switched, provided that the others are empty.</remarks>
    /// <inheritdoc/>
    public async Task CycleAsync(string portPath, TimeSpan off, CancellationToken cancellationToken)
    {
        HubPort port = HubPort.Find(root, portPath) ?? throw new DeviceException(DeviceFailure.Gone, $"there is no port {portPath} on this machine");
        if (!_cycling.TryAdd(portPath, port)) throw new DeviceException(DeviceFailure.Busy, $"the power of port {portPath} is being switched already");
        Dictionary<string, IUsbfs> hubs = [];
        List<PortSwitch> switches = [];
        try
        {
            // On threads that may wait: a sleeping hub has to wake, and drivers have to let go.
            await Task.Run(
                () =>
                {
                    switches.AddRange(Plan(port, hubs));
                    foreach (PortSwitch one in switches) one.TurnOff();
                },
                CancellationToken.None);
            await Task.Delay(off, time, cancellationToken);
        }
        finally
        {
            try
            {
                await Task.Run(() => TurnOn(switches), CancellationToken.None);
            }
            finally
            {
                foreach (IUsbfs hub in hubs.Values) hub.Dispose();
                _cycling.TryRemove(portPath, out var _);
            }
        }
    }

    /// <summary>All of them, whatever becomes of one.</summary>
    static void TurnOn(List<PortSwitch> switches)
    {
        DeviceException? first = null;
        foreach (PortSwitch one in Enumerable.Reverse(switches))
        {
            try
            {
                one.TurnOn();
            }
            catch (DeviceException e)
            {
                first ??= e;
            }
        }
        if (first is not null) throw first;
    }

    /// <summary>Finds what has to be switched, in the order of switching off, and whether it may be.</summary>
    /// <param name="target">The port that was asked for.</param>
    /// <param name="hubs">Gets the hubs that were opened.</param>
    IEnumerable<PortSwitch> Plan(HubPort target, Dictionary<string, IUsbfs> hubs)
    {
        HubPort? peer = target.Peer(root);
        HashSet<string> wanted = [target.PortPath];
        if (peer is not null) wanted.Add(peer.PortPath);
        Dictionary<string, HubPort> found = [];
        Queue<HubPort> looking = new([target]);
        while (looking.TryDequeue(out HubPort? port))
        {
            if (!found.TryAdd(port.PortPath, port)) continue;
            if (wanted.Contains(port.PortPath)) CheckUnused(port);
            else if (root.Has($"{Devices}/{port.PortPath}")) throw new DeviceException(DeviceFailure.Busy, $"hub {port.Hub} switches the power of all its ports together, and {port.PortPath} would lose it too: unplug that first");
            if (port.Peer(root) is { } other) looking.Enqueue(other);
            if (hubs.ContainsKey(port.Hub)) continue;
            foreach (int number in Open(port, hubs))
            {
                if (HubPort.At(root, port.Hub, number) is { } neighbour) looking.Enqueue(neighbour);
            }
        }
        return [.. found.Values.OrderBy(p => p.IsSuperSpeed(root)).Select(p => new PortSwitch(root, p, hubs[p.Hub]))];
    }

    void CheckUnused(HubPort port)
    {
        string id = port.PortPath;
        if (!root.Has($"{Devices}/{id}")) return; // Nothing there that the kernel knows of: a device that hangs may be just that.
        if (root.ReadBytes($"{Devices}/{id}/descriptors") is { Length: > 4 } bytes && bytes[4] == HubClass)
        {
            throw new DeviceException(DeviceFailure.Busy, $"{id} is a hub, and all that is plugged into it would lose power: name the port of one device");
        }
        if (UsbSysfs.Read(root, id, MountTable.Read(root))?.InUse is { } use)
        {
            throw new DeviceException(DeviceFailure.Busy, $"{id} is {use} on this machine: end that first");
        }
    }

    /// <summary>Opens the hub of a port and asks how it switches power.</summary>
    /// <returns>The numbers of the ports that are switched together.</returns>
    IEnumerable<int> Open(HubPort port, Dictionary<string, IUsbfs> hubs)
    {
        if (!UsbSysfs.TryNumber(root, $"{port.HubPath}/busnum", out int bus) || !UsbSysfs.TryNumber(root, $"{port.HubPath}/devnum", out int device))
        {
            throw new DeviceException(DeviceFailure.Gone, $"hub {port.Hub} is gone: it has been unplugged");
        }
        IUsbfs hub = _openNode(root.PathOf($"/dev/bus/usb/{bus:d3}/{device:d3}"));
        hubs.Add(port.Hub, hub);
        // bDescLength, bDescriptorType, bNbrPorts, wHubCharacteristics; then what is of no interest here, but a hub may not like to be asked for less than it has.
        Span<byte> descriptor = stackalloc byte[port.IsSuperSpeed(root) ? 12 : 15];
        byte type = descriptor.Length == 12 ? SuperSpeedHubDescriptor : HubDescriptor;
        int length = hub.Control(new SetupPacket(ClassRequestFromHub, StandardRequest.GetDescriptor, (ushort)(type << 8), 0, (ushort)descriptor.Length), descriptor);
        if (length < 5)
        {
            string why = length < 0 ? Marshal.GetPInvokeErrorMessage(-length) : "its descriptor is too short";
            throw new DeviceException(DeviceFailure.Error, $"hub {port.Hub} does not say whether it can switch power: {why}");
        }
        return (BinaryPrimitives.ReadUInt16LittleEndian(descriptor[3..]) & PowerSwitching) switch
        {
            Individual => [port.Number],
            Ganged => Enumerable.Range(1, descriptor[2]),
            _ => throw new DeviceException(DeviceFailure.Error, $"hub {port.Hub} cannot switch the power of its ports: plug the device into one that can, or reset it instead"),
        };
    }
}
