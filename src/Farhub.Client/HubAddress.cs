using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Farhub.Client;

/// <summary>Where a hub listens: <c>host</c> or <c>host:port</c>, an IPv6 address in brackets; or <c>unix:/path</c>, a socket of this machine.</summary>
public sealed record HubAddress
{
    /// <summary>The port that IANA gave to USB/IP.</summary>
    public const int DefaultPort = 3240;

    /// <summary>Before the path of a Unix socket.</summary>
    internal const string UnixPrefix = "unix:";

    /// <summary>Longest path of a Unix socket, in bytes of UTF-8: sun_path of <c>sockaddr_un</c> less its NUL.</summary>
    const int MaxUnixPathLength = 107;

    /// <summary>Longest host name, in characters (RFC 1035, 2.3.4).</summary>
    const int MaxHostLength = 253;

    HubAddress(string host, int port)
    {
        Host = host;
        Port = port;
    }

    /// <summary>A name or a literal address, without brackets; the path of a Unix socket with <c>unix:</c> before it.</summary>
    public string Host { get; }

    /// <summary>Path of the Unix socket; null for TCP.</summary>
    public string? UnixPath => Host.StartsWith(UnixPrefix, StringComparison.Ordinal) ? Host[UnixPrefix.Length..] : null;

    /// <summary>TCP port, 1 to 65535; for a Unix socket the default, which means nothing.</summary>
    public int Port { get; }

    /// <summary>Reads an address as people type it.</summary>
    /// <param name="text"><c>rack1</c>, <c>rack1:3240</c>, <c>192.0.2.1</c>, <c>[2001:db8::1]</c>, <c>[2001:db8::1]:3240</c> or <c>unix:/run/farhub.sock</c>.</param>
    /// <param name="address">What was read.</param>
    /// <param name="error">One sentence that says what is wrong.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out HubAddress? address, [NotNullWhen(false)] out string? error)
    {
        address = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            error = "A hub address is needed: host or host:port.";
            return false;
        }
        text = text.Trim();
        if (text.StartsWith(UnixPrefix, StringComparison.Ordinal)) return TryMakeUnix(text, out address, out error);
        string host;
        string? port;
        if (text[0] == '[')
        {
            int end = text.IndexOf(']', StringComparison.Ordinal);
            host = end < 0 ? "" : text[1..end];
            string rest = end < 0 ? "" : text[(end + 1)..];
            if (!IPAddress.TryParse(host, out IPAddress? literal) || literal.AddressFamily != AddressFamily.InterNetworkV6 || (rest.Length > 0 && rest[0] != ':'))
            {
                error = $"'{text}' is no hub address: between brackets stands an IPv6 address, after them nothing or a port, as in [2001:db8::1]:{DefaultPort}.";
                return false;
            }
            port = rest.Length > 0 ? rest[1..] : null;
        }
        else
        {
            int colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon >= 0 && text.IndexOf(':', colon + 1) >= 0)
            {
                error = $"'{text}' is no hub address: an IPv6 address needs brackets, as in [{(IPAddress.TryParse(text, out _) ? text : "2001:db8::1")}].";
                return false;
            }
            host = colon < 0 ? text : text[..colon];
            port = colon < 0 ? null : text[(colon + 1)..];
        }
        return TryMake(host, port, out address, out error);
    }

    /// <summary>Reads an address as people type it.</summary>
    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public static HubAddress Parse(string text) => TryParse(text, out HubAddress? address, out string? error) ? address : throw new FormatException(error);

    /// <inheritdoc/>
    public override string ToString()
    {
        if (UnixPath is not null) return Host;
        string host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        return Port == DefaultPort ? host : $"{host}:{Port}";
    }

    static bool TryMakeUnix(string text, [NotNullWhen(true)] out HubAddress? address, [NotNullWhen(false)] out string? error)
    {
        string path = text[UnixPrefix.Length..];
        bool isPath = path.StartsWith('/') && !path.Any(char.IsControl) && Encoding.UTF8.GetByteCount(path) <= MaxUnixPathLength;
        address = isPath ? new HubAddress(text, DefaultPort) : null;
        error = isPath ? null : $"After {UnixPrefix} stands the full path of the hub's socket, of at most {MaxUnixPathLength} bytes, as in {UnixPrefix}/run/farhub.sock.";
        return isPath;
    }

    static bool TryMake(string host, string? portText, [NotNullWhen(true)] out HubAddress? address, [NotNullWhen(false)] out string? error)
    {
        address = null;
        int port = DefaultPort;
        if (portText is not null
            && (!int.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < IPEndPoint.MinPort + 1 or > IPEndPoint.MaxPort))
        {
            error = $"'{portText}' is no port: 1 to 65535.";
            return false;
        }
        if (host.Length is 0 or > MaxHostLength)
        {
            error = host.Length == 0 ? "The hub address has no host before the port." : $"A host name has at most {MaxHostLength} characters.";
            return false;
        }
        foreach (char c in host)
        {
            if (!char.IsControl(c) && !char.IsWhiteSpace(c) && c is not ('/' or '\\' or '@' or '[' or ']')) continue;
            error = $"'{(char.IsControl(c) ? "a control character" : c)}' cannot be part of a host name.";
            return false;
        }
        error = null;
        address = new HubAddress(host, port);
        return true;
    }
}
