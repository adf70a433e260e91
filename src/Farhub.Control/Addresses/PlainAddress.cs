using System.Net;

namespace Farhub.Control.Addresses;

/// <summary>One spelling for each address: an IPv4 client looks the same at a socket for both families and at one for IPv4 alone.</summary>
public static class PlainAddress
{
    /// <summary>That spelling.</summary>
    public static IPAddress Of(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
