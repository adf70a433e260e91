namespace Farhub.Devices;

/// <summary>Why a device cannot be claimed.</summary>
public enum DeviceFailure
{
    /// <summary>Something went wrong.</summary>
    Error,
    /// <summary>It is no longer there.</summary>
    Gone,
    /// <summary>Somebody is using it: another holder, or this machine.</summary>
    Busy,
    /// <summary>The process may not.</summary>
    Denied,
}
