using Farhub.Protocol;

namespace Farhub.Client;

/// <summary>How a device is imported into this process.</summary>
public sealed record ImportOptions
{
    /// <summary>The defaults.</summary>
    public static ImportOptions Default { get; } = new();

    /// <summary>What is accepted from the hub, and how long the import may take.</summary>
    public UsbipLimits Limits { get; init; } = UsbipLimits.Default;

    /// <summary>Most transfers in flight, 1 to 65536; one more is refused with <see cref="TransferStatus.TooManyInFlight"/>. The default is
    /// what hubs take before they stop reading.</summary>
    public int MaxTransfersInFlight { get; init; } = UsbipLimits.Default.MaxUrbsInFlight;

    /// <summary>Whether what awaits a transfer goes on right on the thread that received the reply. Saves two thread switches a transfer, and
    /// transfers started there leave together in one send. In return that code must be short and must never block: while it runs nothing is received.</summary>
    public bool InlineContinuations { get; init; }

    /// <summary>Whether an unconfigured device gets its first configuration at import. A device fresh from <c>usbip bind</c> is unconfigured.</summary>
    public bool Configure { get; init; } = true;

    /// <summary>Source of time for the import's deadline.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
