using Microsoft.Extensions.Logging;

namespace Farhub.Web;

/// <summary>Everything the secure door says. Ids are never used again for something else. Next free id: 203.</summary>
static partial class Log
{
    [LoggerMessage(201, LogLevel.Error, "{Method} {Path}: the store failed")]
    internal static partial void StoreFailed(this ILogger logger, Exception failure, string method, string path);

    [LoggerMessage(202, LogLevel.Error, "{Method} {Path}: a defect of the hub; please report this")]
    internal static partial void RequestFailed(this ILogger logger, Exception failure, string method, string path);
}
