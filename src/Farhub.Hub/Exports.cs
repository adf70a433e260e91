using System.Collections.Concurrent;
using Farhub.Devices;
using Farhub.Protocol;
using Farhub.Usb;

namespace Farhub.Hub;

/// <summary>What this hub offers: the devices of its sources that are shared, and who has each now.</summary>
sealed class Exports(IReadOnlyList<IDeviceSource> sources, IReadOnlyList<ShareMatch> shares)
{
    /// <summary>How long a device may take to be given back: as long as the device itself allows.</summary>
    static readonly TimeSpan ReleaseTime = TimeSpan.FromSeconds(10);

    readonly ConcurrentDictionary<string, Session> _held = new(StringComparer.Ordinal);

    /// <summary>All shared devices that are present, in use or not.</summary>
    internal IEnumerable<IUsbDevice> Shared => sources.SelectMany(s => s.Devices).Where(d => IsShared(d.Info));

    /// <summary>Sessions that hold a device now.</summary>
    internal ICollection<Session> Sessions => _held.Values;

    /// <summary>True when clients may have the device.</summary>
    internal bool IsShared(DeviceInfo device) => device.IsVirtual || shares.Any(s => s.Matches(device));

    /// <summary>A shared device that is present.</summary>
    internal IUsbDevice? Find(string busId) => Shared.FirstOrDefault(d => d.Info.BusId == busId);

    /// <summary>Who has the device now; null when it is free.</summary>
    internal Session? HolderOf(string busId) => _held.GetValueOrDefault(busId);

    /// <summary>Makes a session the holder of its device. Waits for a holder whose client has left: giving a device back means a reset, and a client
    /// that detaches and attaches again at once should not be told that it is in its own way.</summary>
    /// <returns>False when somebody else is the holder.</returns>
    internal bool TryHold(Session session)
    {
        string busId = session.Device.BusId;
        while (!_held.TryAdd(busId, session))
        {
            if (HolderOf(busId) is not { } holder) continue;
            bool isLeaving = holder.IsEnding && holder.Released.Wait(ReleaseTime);
            // Asked of a holder that was released meanwhile, the answer means nothing.
            if (!isLeaving && HolderOf(busId) == holder) return false;
        }
        return true;
    }

    /// <summary>Frees a session's device.</summary>
    internal void Release(Session session)
    {
        _held.TryRemove(new KeyValuePair<string, Session>(session.Device.BusId, session));
        session.Released.Set();
    }

    /// <summary>What a client is shown: shared devices that nobody has.</summary>
    internal IReadOnlyCollection<DeviceRecord> List() =>
        [.. Shared.Select(d => d.Info).Where(d => !_held.ContainsKey(d.BusId)).Select(RecordOf).OfType<DeviceRecord>()];

    /// <summary>A device as the wire describes it; null when its name cannot be a bus id.</summary>
    internal static DeviceRecord? RecordOf(DeviceInfo device) => !BusId.TryParse(device.BusId, out BusId busId) ? null : new DeviceRecord
    {
        Path = device.Path,
        BusId = busId,
        BusNumber = (uint)device.BusNumber,
        DeviceNumber = (uint)device.DeviceNumber,
        // vhci_hcd before 6.12 refuses SuperSpeedPlus, and carries it as SuperSpeed without loss.
        Speed = device.Speed == UsbSpeed.SuperPlus ? UsbSpeed.Super : device.Speed,
        Id = device.Id,
        DeviceVersion = device.Descriptor.DeviceVersion,
        Class = device.Descriptor.Class,
        SubClass = device.Descriptor.SubClass,
        Protocol = device.Descriptor.Protocol,
        ConfigurationValue = device.ActiveConfiguration,
        ConfigurationCount = device.Descriptor.ConfigurationCount,
        Interfaces = [.. device.Interfaces.Take(byte.MaxValue).Select(i => new InterfaceRecord(i.Class, i.SubClass, i.Protocol))],
    };
}
