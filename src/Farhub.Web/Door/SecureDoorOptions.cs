using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Farhub.Web.Door;

/// <summary>Where the secure door is.</summary>
public sealed record SecureDoorOptions
{
    /// <summary>TCP port of the secure door.</summary>
    public const int DefaultPort = 3243;

    /// <summary>TCP addresses; none for no door to the network.</summary>
    public IReadOnlyList<IPEndPoint> Listen { get; init; } = [];

    /// <summary>Its certificate; needed when it listens.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Path of the Unix socket for root; null for none.</summary>
    public string? LocalSocket { get; init; }

    /// <summary>The hub's version, for the API's description.</summary>
    public string Version { get; init; } = "";
}
