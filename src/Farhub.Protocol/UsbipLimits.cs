namespace Farhub.Protocol;

/// <summary>What a peer may ask for. Every number from the wire meets one of these before it is allocated, awaited or indexed.</summary>
public sealed record UsbipLimits
{
    /// <summary>The defaults.</summary>
    public static UsbipLimits Default { get; } = new();

    /// <summary>Longest data stage of one URB, in bytes. Linux's usb-storage sends 1 MiB at most through vhci_hcd; the kernel's own server
    /// cannot allocate more than 4 MiB.</summary>
    public int MaxTransferLength { get; init; } = 16 << 20;

    /// <summary>Most isochronous packets in one URB: USBIP_MAX_ISO_PACKETS of drivers/usb/usbip/usbip_common.h.</summary>
    public int MaxIsoPackets { get; init; } = 1024;

    /// <summary>Most URBs in flight on one session; then the receiver stops reading and TCP pushes back. usbtest and video drivers
    /// keep tens, a network adapter a few hundred.</summary>
    public int MaxUrbsInFlight { get; init; } = 1024;

    /// <summary>Most bytes of buffers on one session. At least one URB is always let through.</summary>
    public int MaxBytesInFlight { get; init; } = 64 << 20;

    /// <summary>Most bytes of buffers on all sessions of a hub together. A request that finds no room there is refused with ENOMEM.</summary>
    public long MaxBytesOfAllSessions { get; init; } = 1L << 30;

    /// <summary>Time from connecting to a complete request.</summary>
    public TimeSpan HandshakeTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Most connections that have not yet finished their handshake, together.</summary>
    public int MaxHandshakes { get; init; } = 512;

    /// <summary>Most connections from one address that have not yet finished their handshake.</summary>
    public int MaxHandshakesPerAddress { get; init; } = 64;

    /// <summary>Most devices a list from a server may announce.</summary>
    public int MaxListedDevices { get; init; } = 65536;
}
