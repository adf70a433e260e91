using System.Net;
using Farhub.Devices.Virtual;
using Farhub.Hub;

namespace Farhub.CommandLine;

/// <summary><c>farhub serve</c>.</summary>
/// <param name="Listen">Addresses to listen on; never empty.</param>
/// <param name="Shares">Physical devices to share. With <paramref name="Virtual"/> empty, not empty.</param>
/// <param name="Virtual">Software devices to make.</param>
/// <param name="Force">Take devices that this machine is using.</param>
sealed record ServeRequest(IReadOnlyList<EndPoint> Listen, IReadOnlyList<ShareMatch> Shares, IReadOnlyList<VirtualDeviceSpec> Virtual, bool Force);
