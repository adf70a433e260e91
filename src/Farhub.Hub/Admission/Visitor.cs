using System.Net;

namespace Farhub.Hub.Admission;

/// <summary>Who is at a door.</summary>
/// <param name="Address">Where from; loopback for whoever comes through a Unix socket.</param>
/// <param name="User">Who they have proved to be; null at the classic door, which has no way to ask.</param>
public sealed record Visitor(IPAddress Address, string? User = null);
