using Farhub.Control.Model;
using Farhub.Devices;
using Farhub.Usb;

namespace Farhub.Control.Presence;

/// <summary>Which device each share is at the moment. Pure.</summary>
public sealed class Resolution
{
    readonly Dictionary<string, IUsbDevice> _devices = new(StringComparer.Ordinal);
    readonly Dictionary<IUsbDevice, string> _shares = [];
    readonly Dictionary<string, string> _missing = new(StringComparer.Ordinal);

    /// <summary>Finds the device of each share. A device belongs to one share at most.</summary>
    /// <remarks>Whoever is bound to a port takes what sits there. Of the others, whoever finds its device at the port it knows it by goes before those that have
    /// to look elsewhere, and whoever asks for a serial number before those that do not: so twins keep their names as long as they keep their ports,
    /// and one that moved is what is left over.</remarks>
    public Resolution(IEnumerable<Share> shares, IEnumerable<IUsbDevice> devices)
    {
        List<IUsbDevice> all = [.. devices];
        ILookup<string, IUsbDevice> byId = all.ToLookup(d => d.Info.Id.ToString(), StringComparer.Ordinal);
        Dictionary<string, IUsbDevice> byPort = [];
        foreach (IUsbDevice device in all) byPort.TryAdd(device.Info.BusId, device);
        List<(Share Share, string Id)> looking = [];
        foreach (Share share in shares.OrderBy(s => s.Device.Serial is null).ThenBy(s => s.Name, StringComparer.Ordinal))
        {
            if (share.Device.Id is { } id) looking.Add((share, VidPid.TryParse(id, out VidPid parsed) ? parsed.ToString() : id));
            else if (byPort.TryGetValue(share.Device.Port!, out IUsbDevice? there)) TryTake(share, there);
            else _missing[share.Name] = $"nothing is plugged into port {share.Device.Port}";
        }
        List<(Share Share, string Id)> elsewhere = [];
        foreach ((Share share, string id) in looking)
        {
            bool isThere = share.Device.Port is { } port && byPort.TryGetValue(port, out IUsbDevice? device) && Fits(share, device) && TryTake(share, device);
            if (!isThere) elsewhere.Add((share, id));
        }
        foreach ((Share share, string id) in elsewhere) Search(share, byId[id]);
    }

    /// <summary>The device of a share; null when it is not here.</summary>
    public IUsbDevice? DeviceOf(string share) => _devices.GetValueOrDefault(share);

    /// <summary>The share of a device; null when it is not shared.</summary>
    public string? ShareOf(IUsbDevice device) => _shares.GetValueOrDefault(device);

    /// <summary>Why a share has no device; null when it has.</summary>
    public string? ProblemOf(string share) => _missing.GetValueOrDefault(share);

    /// <summary>Names of shares whose device is here.</summary>
    public IReadOnlyCollection<string> Present => _devices.Keys;

    static bool Fits(Share share, IUsbDevice device) =>
        VidPid.TryParse(share.Device.Id, out VidPid id) && device.Info.Id == id && (share.Device.Serial is null || share.Device.Serial == device.Info.Serial);

    bool TryTake(Share share, IUsbDevice device)
    {
        if (!_shares.TryAdd(device, share.Name))
        {
            _missing[share.Name] = $"its device is the share '{_shares[device]}'";
            return false;
        }
        _missing.Remove(share.Name);
        _devices[share.Name] = device;
        return true;
    }

    void Search(Share share, IEnumerable<IUsbDevice> sameId)
    {
        List<IUsbDevice> fitting = [.. sameId.Where(d => Fits(share, d))];
        List<IUsbDevice> free = [.. fitting.Where(d => !_shares.ContainsKey(d))];
        if (free.Count == 1) TryTake(share, free[0]);
        else if (free.Count > 1) _missing[share.Name] = $"{free.Count} devices are like it ({string.Join(", ", free.Select(d => d.Info.BusId))}): say at which port";
        else _missing[share.Name] = fitting.Count > 0 ? $"its device is the share '{_shares[fitting[0]]}'" : "it is not plugged in";
    }
}
