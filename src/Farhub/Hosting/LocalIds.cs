using Farhub.Usb;

namespace Farhub.Hosting;

/// <summary>idVendor and idProduct of a device of this machine, by its bus id here.</summary>
static class LocalIds
{
    /// <summary>Null when there is no such device, or it has just gone.</summary>
    public static VidPid? Read(string? localBusId)
    {
        if (localBusId is null) return null;
        string device = $"/sys/bus/usb/devices/{localBusId}";
        try
        {
            return VidPid.TryParse($"{File.ReadAllText($"{device}/idVendor").Trim()}:{File.ReadAllText($"{device}/idProduct").Trim()}", out VidPid id) ? id : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
