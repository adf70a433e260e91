namespace Farhub.Client.Vhci;

/// <summary>Why a device could not be attached to, or detached from, the kernel.</summary>
public enum VhciFailure
{
    /// <summary>The module vhci-hcd is not there; the message says where to get it.</summary>
    NoModule,
    /// <summary>Only root may.</summary>
    NeedsRoot,
    /// <summary>Every port of the device's kind is taken.</summary>
    NoFreePort,
    /// <summary>The kernel refused the device.</summary>
    Refused,
    /// <summary>The device was attached and went away again before it could be used.</summary>
    Vanished,
    /// <summary>The device was attached and the kernel could not read its descriptors.</summary>
    NotEnumerated,
    /// <summary>No attached device goes by that name.</summary>
    NotAttached,
    /// <summary>More than one attached device goes by that name.</summary>
    Ambiguous,
}
