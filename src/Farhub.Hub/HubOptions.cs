using System.Net;
using System.Net.Sockets;
using Farhub.Protocol;

namespace Farhub.Hub;

/// <summary>What a hub listens on and shares.</summary>
public sealed record HubOptions
{
    /// <summary>TCP port of USB/IP, registered with IANA.</summary>
    public const int ClassicPort = 3240;

    /// <summary>Where to listen: TCP addresses, where port 0 takes a free one, and Unix sockets, which appear when the hub starts and go when it stops. Unless
    /// told otherwise on all addresses, of both kinds where the system knows both.</summary>
    public IReadOnlyList<EndPoint> Listen { get; init; } = Socket.OSSupportsIPv6
        ? [new IPEndPoint(IPAddress.IPv6Any, ClassicPort), new IPEndPoint(IPAddress.Any, ClassicPort)]
        : [new IPEndPoint(IPAddress.Any, ClassicPort)];

    /// <summary>Which physical devices are shared; none without an entry. Software devices are always shared.</summary>
    public IReadOnlyList<ShareMatch> Shares { get; init; } = [];

    /// <summary>Share a device even while this machine is using it (a mounted disk).</summary>
    public bool Force { get; init; }

    /// <summary>How long an import waits for the holder of its device to leave, when both come from the same address: a client that detaches and attaches again at once
    /// uses two connections, and the end of the first may come after the beginning of the second.</summary>
    public TimeSpan LeavingTime { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>What peers may ask for.</summary>
    public UsbipLimits Limits { get; init; } = UsbipLimits.Default;
}
