using System.Net;

namespace Farhub.Hosting;

/// <summary>The link of the first start.</summary>
static class SetupLink
{
    /// <summary>Where the first admin is made in a browser; null when there is no door to a network.</summary>
    /// <param name="addresses">What the secure door listens on, such as <c>https://[::]:3243</c>.</param>
    /// <param name="host">What this machine is called in the door's certificate.</param>
    /// <param name="token">The setup token, whose letters need no escape in a URL.</param>
    public static string? For(IEnumerable<string> addresses, string host, string token)
    {
        List<Uri> doors = [.. addresses.Where(a => a.StartsWith("https:", StringComparison.Ordinal)).Select(a => new Uri(a))];
        // The one that others reach too.
        if ((doors.Find(IsEverywhere) ?? doors.Find(d => !d.IsLoopback) ?? doors.FirstOrDefault()) is not { } door) return null;
        string name = IsEverywhere(door) ? host : door.IsLoopback ? "localhost" : door.Host;
        return $"https://{name}:{door.Port}/setup?token={token}";
    }

    static bool IsEverywhere(Uri door) => IPAddress.TryParse(door.Host.Trim('[', ']'), out IPAddress? address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));
}
