namespace Farhub.Devices;

/// <summary>What can happen to a device.</summary>
public enum DeviceChangeKind
{
    /// <summary>Plugged in.</summary>
    Added,
    /// <summary>Its descriptors, drivers or use changed.</summary>
    Changed,
    /// <summary>Unplugged.</summary>
    Removed,
}
