using System.Net;

namespace Farhub.CommandLine;

/// <summary>What a managed hub needs to know beside what every hub does.</summary>
/// <param name="StateDirectory">Where it keeps its store and certificate; null for the usual place.</param>
/// <param name="Store">Path of an SQLite file or <c>postgres://…</c>; null for one in the state directory.</param>
/// <param name="Secure">Where the secure door listens; none for nowhere.</param>
/// <param name="Certificate">PEM file with its certificate and key; null for one of the hub's own.</param>
/// <param name="ControlSocket">Path of the Unix socket for root; null for the usual place.</param>
sealed record ManagedRequest(string? StateDirectory, string? Store, IReadOnlyList<IPEndPoint> Secure, string? Certificate, string? ControlSocket);
