using Farhub.Hub;
using Microsoft.Extensions.Logging;

namespace Farhub.Commands;

/// <summary>What the executable itself says while it serves. Next free id: 102.</summary>
static partial class Log
{
    [LoggerMessage(101, LogLevel.Warning, "--share {Share}: no such device is plugged in now; it will be shared when it is")]
    internal static partial void NothingThereYet(this ILogger logger, ShareMatch share);
}
