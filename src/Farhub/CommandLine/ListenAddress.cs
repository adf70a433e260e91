using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Farhub.CommandLine;

/// <summary>Where to listen: <c>ADDR:PORT</c>, <c>[ADDR6]:PORT</c>, <c>*:PORT</c>, or any of them without the port; or <c>unix:PATH</c>.</summary>
static class ListenAddress
{
    /// <summary>USB/IP's port (IANA: usbip).</summary>
    public const int DefaultPort = 3240;

    const string UnixPrefix = "unix:";

    /// <summary>All addresses of this machine, both families.</summary>
    public static IReadOnlyList<EndPoint> Any(int port = DefaultPort) => [new IPEndPoint(IPAddress.IPv6Any, port), new IPEndPoint(IPAddress.Any, port)];

    /// <summary>Reads one <c>--listen</c>. <c>*</c> and <c>localhost</c> mean both address families.</summary>
    public static bool TryParse(string? text, out IReadOnlyList<EndPoint> endpoints)
    {
        endpoints = [];
        if (string.IsNullOrEmpty(text)) return false;
        if (text.StartsWith(UnixPrefix, StringComparison.Ordinal)) return TryUnix(text[UnixPrefix.Length..], out endpoints);
        // A bare IPv6 address is full of colons and has no port.
        if (text.Count(c => c == ':') > 1 && text[0] != '[') return TryAddress(text, DefaultPort, out endpoints);
        int colon = text.LastIndexOf(':');
        if (colon < 0 || text[^1] == ']') return TryAddress(text, DefaultPort, out endpoints);
        return int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            && port <= IPEndPoint.MaxPort
            && TryAddress(text[..colon], port, out endpoints);
    }

    static bool TryUnix(string path, out IReadOnlyList<EndPoint> endpoints)
    {
        endpoints = [];
        try
        {
            if (path.Length > 0 && !path.Contains('\0', StringComparison.Ordinal)) endpoints = [new UnixDomainSocketEndPoint(path)];
        }
        catch (ArgumentOutOfRangeException)
        {
            // Longer than the 108 bytes that a socket's name may have.
        }
        return endpoints.Count > 0;
    }

    static bool TryAddress(string text, int port, out IReadOnlyList<EndPoint> endpoints)
    {
        endpoints = text switch
        {
            "*" => Any(port),
            "localhost" => [new IPEndPoint(IPAddress.IPv6Loopback, port), new IPEndPoint(IPAddress.Loopback, port)],
            // IPAddress.Parse takes "3240" for 0.0.12.168; nobody means that.
            _ when (text.Contains('.', StringComparison.Ordinal) || text.Contains(':', StringComparison.Ordinal)) && IPAddress.TryParse(text, out IPAddress? address)
                => [new IPEndPoint(address, port)],
            _ => [],
        };
        return endpoints.Count > 0;
    }
}
