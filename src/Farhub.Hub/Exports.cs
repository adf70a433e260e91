using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Farhub.Devices;
using Farhub.Hub.Admission;
using Farhub.Protocol;
using Farhub.Usb;

namespace Farhub.Hub;

/// <summary>What this hub offers and who has each device now: one holder at a time, through whichever door and under whichever name.</summary>
/// <param name="admission">Decides who may.</param>
/// <param name="leavingTime">As of <see cref="HubOptions.LeavingTime"/>.</param>
sealed class Exports(IAdmission admission, TimeSpan leavingTime)
{
    /// <summary>How long a device may take to be given back: as long as the device itself allows.</summary>
    static readonly TimeSpan ReleaseTime = TimeSpan.FromSeconds(10);

    /// <summary>How often a holder is asked whether its client has left.</summary>
    static readonly TimeSpan LeavingStep = TimeSpan.FromMilliseconds(5);

    readonly ConcurrentDictionary<string, Session> _held = new(StringComparer.Ordinal);

    /// <summary>Sessions that hold a device now.</summary>
    internal ICollection<Session> Sessions => _held.Values;

    /// <summary>Decides about an import.</summary>
    internal Verdict Admit(Visitor visitor, string busId) => admission.Admit(visitor, busId);

    /// <summary>Who has the device at a port path now; null when it is free.</summary>
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
            bool isLeaving = IsLeaving(holder, session) && holder.Released.Wait(ReleaseTime);
            // Asked of a holder that was released meanwhile, the answer means nothing.
            if (!isLeaving && HolderOf(busId) == holder) return false;
        }
        return true;
    }

    bool IsLeaving(Session holder, Session next)
    {
        if (holder.IsEnding) return true;
        if (holder.Peer is not IPEndPoint one || next.Peer is not IPEndPoint other || !one.Address.Equals(other.Address)) return false;
        for (long began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < leavingTime;)
        {
            if (holder.Released.Wait(LeavingStep) || holder.IsEnding) return true;
        }
        return false;
    }

    /// <summary>Frees a session's device.</summary>
    internal void Release(Session session)
    {
        _held.TryRemove(new KeyValuePair<string, Session>(session.Device.BusId, session));
        session.Released.Set();
    }

    /// <summary>What a visitor is shown: what they may have, and nobody has.</summary>
    internal IReadOnlyCollection<DeviceRecord> List(Visitor visitor) =>
        [.. admission.List(visitor).Where(e => !_held.ContainsKey(e.Device.Info.BusId)).Select(e => RecordOf(e.BusId, e.Device.Info)).OfType<DeviceRecord>()];

    /// <summary>A device as the wire describes it; null when what it is called cannot be a bus id.</summary>
    internal static DeviceRecord? RecordOf(string name, DeviceInfo device) => !BusId.TryParse(name, out BusId busId) ? null : new DeviceRecord
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
