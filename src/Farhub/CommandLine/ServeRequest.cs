using System.Net;
using Farhub.Devices.Virtual;
using Farhub.Hub;

namespace Farhub.CommandLine;

/// <summary><c>farhub serve</c>.</summary>
/// <param name="Listen">Addresses to listen on; never empty.</param>
/// <param name="Shares">Physical devices to share with everybody.</param>
/// <param name="Virtual">Software devices to make.</param>
/// <param name="Force">Take devices that this machine is using.</param>
/// <param name="Managed">Shares, users and grants are the hub's own affair; null for a hub that shares with everybody.</param>
sealed record ServeRequest(IReadOnlyList<EndPoint> Listen, IReadOnlyList<ShareMatch> Shares, IReadOnlyList<VirtualDeviceSpec> Virtual, bool Force, ManagedRequest? Managed);
