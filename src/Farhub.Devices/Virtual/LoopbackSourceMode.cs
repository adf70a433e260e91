namespace Farhub.Devices.Virtual;

/// <summary>What <see cref="VirtualLoopback"/>'s bulk source sends.</summary>
public enum LoopbackSourceMode
{
    /// <summary>The stream of <see cref="LoopbackPattern"/>.</summary>
    Pattern,
    /// <summary>Nothing: the endpoint answers NAK and transfers stay pending.</summary>
    Silent,
    /// <summary>Zeros, which the kernel's usbtest expects by default. They count as stream positions.</summary>
    Zeros,
}
