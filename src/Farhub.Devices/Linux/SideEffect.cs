using System.Runtime.Versioning;

namespace Farhub.Devices.Linux;

/// <summary>What a control request changes in the host's view of the device, and so has to go through the kernel's own call.</summary>
[SupportedOSPlatform("linux")]
enum SideEffect
{
    /// <summary>Nothing: it goes to the device as it is.</summary>
    None,
    /// <summary>SET_ADDRESS. Addresses are this host's business.</summary>
    SetAddress,
    /// <summary>SET_CONFIGURATION.</summary>
    SetConfiguration,
    /// <summary>SET_INTERFACE.</summary>
    SetInterface,
    /// <summary>CLEAR_FEATURE(ENDPOINT_HALT): the host's data toggle is reset together with the device's.</summary>
    ClearHalt,
    /// <summary>SET_FEATURE(PORT_RESET), sent to the device's hub port: how a client asks for a reset.</summary>
    PortReset,
}
