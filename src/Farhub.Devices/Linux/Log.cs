using Microsoft.Extensions.Logging;

namespace Farhub.Devices.Linux;

/// <summary>What physical devices have to say. Ids are never used again for something else. Next free id: 106.</summary>
static partial class Log
{
    [LoggerMessage(100, LogLevel.Warning, "{BusId} is still not released after {Seconds} s; it is not available until the kernel lets it go")]
    internal static partial void ReleaseIsSlow(this ILogger logger, string busId, double seconds);

    [LoggerMessage(101, LogLevel.Warning, "{BusId} was released, but not brought back into a clean state: {Reason}")]
    internal static partial void GiveBackFailed(this ILogger logger, string busId, string reason);

    [LoggerMessage(102, LogLevel.Error, "the thread that reaps the URBs of {BusId} does not end; its node stays open")]
    internal static partial void ReaperIsStuck(this ILogger logger, string busId);

    [LoggerMessage(103, LogLevel.Warning, "{Warning}")]
    internal static partial void NoHotPlug(this ILogger logger, string warning);

    [LoggerMessage(104, LogLevel.Error, "a listener to device changes failed")]
    internal static partial void ListenerFailed(this ILogger logger, Exception failure);

    [LoggerMessage(105, LogLevel.Debug, "the kernel's events came too fast; looking at all devices again")]
    internal static partial void EventsLost(this ILogger logger);
}
