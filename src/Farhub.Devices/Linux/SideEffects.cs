using System.Runtime.Versioning;
using Farhub.Usb;

namespace Farhub.Devices.Linux;

/// <summary>Finds the requests with side effects (USB 2.0, tables 9-3 and 11-15).</summary>
[SupportedOSPlatform("linux")]
static class SideEffects
{
    const int ENDPOINT_HALT = 0;
    const int PORT_RESET = 4;

    /// <summary>Which, by whole bytes: a class or vendor request that shares a number with one of these is none of them.</summary>
    internal static SideEffect Of(in SetupPacket setup) => (setup.RequestType, setup.Request) switch
    {
        (0x00, StandardRequest.SetAddress) => SideEffect.SetAddress,
        (0x00, StandardRequest.SetConfiguration) => SideEffect.SetConfiguration,
        (0x01, StandardRequest.SetInterface) => SideEffect.SetInterface,
        // Endpoint 0 has no toggle to keep and no call in usbfs: the device answers for it.
        (0x02, StandardRequest.ClearFeature) when setup.Value == ENDPOINT_HALT && (setup.Index & 0x0f) != 0 => SideEffect.ClearHalt,
        (0x23, StandardRequest.SetFeature) when setup.Value == PORT_RESET => SideEffect.PortReset,
        _ => SideEffect.None,
    };
}
