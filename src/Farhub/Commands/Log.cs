using Farhub.Hub;
using Microsoft.Extensions.Logging;

namespace Farhub.Commands;

/// <summary>What the executable itself says while it serves. Next free id: 106.</summary>
static partial class Log
{
    [LoggerMessage(101, LogLevel.Warning, "--share {Share}: no such device is plugged in now; it will be shared when it is")]
    internal static partial void NothingThereYet(this ILogger logger, ShareMatch share);

    [LoggerMessage(102, LogLevel.Information, "secure door on {Address}")]
    internal static partial void SecureDoor(this ILogger logger, string address);

    [LoggerMessage(103, LogLevel.Information, "its certificate: {Fingerprint} (SHA-256), {Origin}")]
    internal static partial void Certificate(this ILogger logger, string fingerprint, string origin);

    [LoggerMessage(104, LogLevel.Warning, "nobody can log in yet. On this machine, within a day: farhub setup --token {Token}")]
    internal static partial void SetupToken(this ILogger logger, string token);

    [LoggerMessage(105, LogLevel.Warning, "nobody can log in yet. Within a day, open {Link} in a browser, or on this machine: farhub setup --token {Token}")]
    internal static partial void SetupLink(this ILogger logger, string link, string token);
}
