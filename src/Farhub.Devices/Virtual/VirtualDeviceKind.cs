namespace Farhub.Devices.Virtual;

/// <summary>The software devices a hub can have.</summary>
public enum VirtualDeviceKind
{
    /// <summary>A <see cref="VirtualLoopback"/>.</summary>
    Loopback,
    /// <summary>A <see cref="VirtualDisk"/>.</summary>
    Disk,
}
