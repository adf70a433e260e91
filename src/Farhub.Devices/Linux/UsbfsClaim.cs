using System.Runtime.Versioning;
using Farhub.Usb;

namespace Farhub.Devices.Linux;

/// <summary>The hold on a device's interfaces: which configuration and alternate settings are in force, which endpoints that makes,
/// and the calls that change it. One thread at a time.</summary>
[SupportedOSPlatform("linux")]
sealed class UsbfsClaim
{
    readonly IUsbfs _usbfs;
    readonly IReadOnlyList<ConfigurationDescriptor> _configurations;
    readonly ConfigurationDescriptor? _original;
    ConfigurationDescriptor? _configuration;
    readonly List<int> _claimed = [];
    readonly Dictionary<byte, InterfaceDescriptor> _settings = [];
    readonly TransferType?[] _types = new TransferType?[EndpointAddress.Count];

    /// <summary>Describes a device that is not claimed yet.</summary>
    /// <param name="usbfs">Its node.</param>
    /// <param name="configurations">All its configurations.</param>
    /// <param name="active">bConfigurationValue of the active one; 0 for none.</param>
    internal UsbfsClaim(IUsbfs usbfs, IReadOnlyList<ConfigurationDescriptor> configurations, byte active)
    {
        _usbfs = usbfs;
        _configurations = configurations;
        _original = _configuration = Find(active);
    }

    /// <summary>Kind of an endpoint now; null when there is none.</summary>
    internal TransferType? TypeOf(EndpointAddress endpoint) => endpoint.Number == 0 ? TransferType.Control : _types[endpoint.Index];

    /// <summary>Whether usbfs will let a request through. It claims an interface that is not claimed by itself, with a warning in the kernel's log each time,
    /// which a client could fill that way.</summary>
    /// <returns>False for a standard or class request to an interface that is not there: a device stalls it.</returns>
    internal bool Reaches(in SetupPacket setup)
    {
        const int vendor = 2, recipientInterface = 1;
        if (setup.Recipient != recipientInterface || setup.Type == vendor) return true;
        // A printer's GET_DEVICE_ID has the interface in the high byte.
        return _settings.ContainsKey(setup.IndexLow) || (setup is { RequestType: 0xa1, Request: 0 } && _settings.ContainsKey((byte)(setup.Index >> 8)));
    }

    /// <summary>Takes all interfaces from their kernel drivers. On failure those taken are given back.</summary>
    /// <param name="failed">The interface that could not be had.</param>
    /// <returns>0 or a negative errno.</returns>
    internal int Take(out int failed)
    {
        int result = ClaimAll(out failed);
        if (result != 0)
        {
            List<int> taken = [.. _claimed];
            ReleaseAll();
            foreach (int number in taken) _usbfs.Connect(number);
        }
        return result;
    }

    /// <summary>SET_CONFIGURATION; every URB in flight but those of endpoint 0 is killed.</summary>
    /// <returns>0 or a negative errno; −EPIPE for an unknown value, without a side effect.</returns>
    internal int SetConfiguration(byte value)
    {
        ConfigurationDescriptor? wanted = Find(value);
        if (wanted is null && value != 0) return -Errno.EPIPE;
        ReleaseAll();
        int result = _usbfs.SetConfiguration(value);
        if (result == -Errno.EBUSY)
        {
            // A kernel driver found the interface free and took it.
            ClaimAll(out _);
            ReleaseAll();
            result = _usbfs.SetConfiguration(value);
        }
        if (result == 0) _configuration = wanted;
        // New interfaces are offered to kernel drivers before the call returns: claiming takes them back.
        int claimed = ClaimAll(out _);
        return UsbfsStatus.OfRequest(result != 0 ? result : claimed);
    }

    /// <summary>SET_INTERFACE; the URBs of that interface are killed.</summary>
    /// <returns>0 or a negative errno; −EPIPE for an unknown interface or setting, without a side effect.</returns>
    internal int SetInterface(byte number, byte alternateSetting)
    {
        InterfaceDescriptor? wanted = _configuration?.Interfaces.FirstOrDefault(i => i.Number == number && i.AlternateSetting == alternateSetting);
        if (wanted is null || !_settings.ContainsKey(number)) return -Errno.EPIPE;
        int result = _usbfs.SetInterface(number, alternateSetting);
        if (result == 0)
        {
            _settings[number] = wanted;
            MapEndpoints();
        }
        return UsbfsStatus.OfRequest(result);
    }

    /// <summary>CLEAR_FEATURE(ENDPOINT_HALT).</summary>
    /// <returns>0 or a negative errno; −EPIPE for an endpoint that does not exist.</returns>
    internal int ClearHalt(EndpointAddress endpoint) =>
        TypeOf(endpoint) is null ? -Errno.EPIPE : UsbfsStatus.OfRequest(_usbfs.ClearHalt(endpoint.Value));

    /// <summary>Resets the device; every URB in flight is killed, alternate settings go back to their first.</summary>
    /// <returns>0 or a negative errno; −ENODEV when it came back as another device, or not at all.</returns>
    internal int Reset()
    {
        // A claim that is held across a reset is torn off, and the kernel's driver put in its place.
        ReleaseAll();
        int result = _usbfs.Reset();
        int claimed = ClaimAll(out _);
        return result != 0 ? result : claimed;
    }

    /// <summary>Ends the hold: the device is reset, gets its former configuration back and its interfaces go to the kernel's drivers.</summary>
    /// <remarks>The reset is here and not in <see cref="Take"/>: here it costs nobody time, it makes the device forget its holder (a half-done
    /// command, a login on a token, a line rate), which is what the kernel's own server does too; there, the next holder would wait for it, and
    /// does not need it: it starts with SET_CONFIGURATION, which resets what there is to reset on the host's side.</remarks>
    /// <returns>0 or a negative errno of what could not be done.</returns>
    internal int GiveBack()
    {
        ReleaseAll();
        int result = _usbfs.Reset();
        if (result == -Errno.ENODEV) return result;
        if (_configuration != _original)
        {
            int configured = _usbfs.SetConfiguration(_original?.Value ?? 0);
            if (result == 0) result = configured;
        }
        // Also those that had no driver when they were taken: that is how a hub that was killed leaves them.
        foreach (InterfaceDescriptor one in _original?.DefaultInterfaces ?? []) _usbfs.Connect(one.Number);
        return result;
    }

    ConfigurationDescriptor? Find(byte value) => _configurations.FirstOrDefault(c => c.Value == value);

    int ClaimAll(out int failed)
    {
        failed = -1;
        _settings.Clear();
        int result = 0;
        foreach (InterfaceDescriptor one in _configuration?.DefaultInterfaces ?? [])
        {
            int claimed = _usbfs.Claim(one.Number);
            switch (claimed)
            {
                case 0:
                    _claimed.Add(one.Number);
                    _settings[one.Number] = one;
                    break;
                case -Errno.EINVAL or -Errno.ENOENT:
                    break; // The kernel made no interface of what the descriptor says.
                default:
                    result = claimed;
                    failed = one.Number;
                    break;
            }
            if (result != 0) break;
        }
        MapEndpoints();
        return result;
    }

    void ReleaseAll()
    {
        foreach (int number in _claimed) _usbfs.Release(number);
        _claimed.Clear();
    }

    void MapEndpoints()
    {
        Array.Clear(_types);
        foreach (InterfaceDescriptor setting in _settings.Values)
        {
            foreach (EndpointDescriptor endpoint in setting.Endpoints) _types[endpoint.Address.Index] = endpoint.Type;
        }
    }
}
