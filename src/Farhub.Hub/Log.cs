using System.Net;
using Microsoft.Extensions.Logging;

namespace Farhub.Hub;

/// <summary>Everything the hub says. Ids are never used again for something else. The level tells who must act: Information, nobody;
/// Warning, whoever runs the hub or the client; Error, we. Next free id: 15.</summary>
static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "listening on {Endpoint}")]
    internal static partial void Listening(this ILogger logger, EndPoint endpoint);

    [LoggerMessage(2, LogLevel.Information, "sharing {BusId} ({Device})")]
    internal static partial void Sharing(this ILogger logger, string busId, string device);

    [LoggerMessage(3, LogLevel.Information, "no longer here: {BusId} ({Device})")]
    internal static partial void Unplugged(this ILogger logger, string busId, string device);

    [LoggerMessage(4, LogLevel.Information, "attached {BusId} ({Device}) to {Peer}")]
    internal static partial void Attached(this ILogger logger, string busId, string device, EndPoint? peer);

    [LoggerMessage(5, LogLevel.Information, "detached {BusId} from {Peer} after {Seconds:0.0} s: {Reason}; {Urbs} URBs, {BytesIn} bytes in, {BytesOut} bytes out")]
    internal static partial void Detached(this ILogger logger, string busId, EndPoint? peer, double seconds, string reason, long urbs, long bytesIn, long bytesOut);

    [LoggerMessage(6, LogLevel.Warning, "refused {BusId} to {Peer}: {Reason}")]
    internal static partial void Refused(this ILogger logger, string busId, EndPoint? peer, string reason);

    [LoggerMessage(7, LogLevel.Warning, "closed {Peer}: {Reason}")]
    internal static partial void Closed(this ILogger logger, EndPoint? peer, string reason);

    [LoggerMessage(8, LogLevel.Error, "a defect of the hub ended the session of {BusId} with {Peer}; please report this")]
    internal static partial void HubFailure(this ILogger logger, Exception? failure, string busId, EndPoint? peer);

    [LoggerMessage(9, LogLevel.Error, "accepting connections on {Endpoint} failed, trying again: {Reason}")]
    internal static partial void AcceptFailed(this ILogger logger, EndPoint? endpoint, string reason);

    [LoggerMessage(10, LogLevel.Information, "stopping: {Sessions} sessions to end")]
    internal static partial void Stopping(this ILogger logger, int sessions);

    [LoggerMessage(11, LogLevel.Warning, "stopping: {Sessions} sessions did not end in time")]
    internal static partial void StopIncomplete(this ILogger logger, int sessions);

    [LoggerMessage(12, LogLevel.Error, "a defect of the hub ended a connection with {Peer}; please report this")]
    internal static partial void ConnectionFailure(this ILogger logger, Exception failure, EndPoint? peer);

    [LoggerMessage(13, LogLevel.Debug, "listed {Devices} devices to {Peer}")]
    internal static partial void Listed(this ILogger logger, int devices, EndPoint? peer);

    [LoggerMessage(14, LogLevel.Debug, "{Peer} disconnected without a request: {Reason}")]
    internal static partial void Left(this ILogger logger, EndPoint? peer, string reason);
}
