using System.Globalization;

namespace Farhub.Remote;

/// <summary>Finds the hub a command means.</summary>
static class HubDirectory
{
    /// <summary>Port of the secure door.</summary>
    public const int DefaultPort = 3243;

    /// <summary>Opens the connection.</summary>
    /// <param name="hub">As typed; null for the one of this machine. <c>FARHUB_SOCKET</c> may say where its socket is.</param>
    /// <exception cref="CommandException">One has not logged in there.</exception>
    public static HubConnection Open(string? hub)
    {
        if (hub is null || hub.StartsWith("unix:", StringComparison.Ordinal))
        {
            string? path = hub?["unix:".Length..] ?? Environment.GetEnvironmentVariable("FARHUB_SOCKET");
            return HubConnection.Local(string.IsNullOrEmpty(path) ? LocalHub.Socket : path);
        }
        return KnownHubs.OfUser().Read().TryGetValue(hub, out KnownHub? known)
            ? HubConnection.Remote(known.Address, known.Fingerprint, known.Token)
            : throw new CommandException(ExitCode.NotPermitted, $"you have not logged in to '{hub}': farhub login {hub}.");
    }

    /// <summary>Reads <c>host</c> or <c>host:port</c>.</summary>
    /// <exception cref="CommandException">It is neither.</exception>
    public static (string Host, int Port) Parse(string hub)
    {
        if (Uri.TryCreate($"https://{hub}", UriKind.Absolute, out Uri? url) && url.PathAndQuery == "/" && url.UserInfo.Length == 0 && url.Host.Length > 0)
        {
            return (url.Host.Trim('[', ']'), hub.EndsWith($":{url.Port.ToString(CultureInfo.InvariantCulture)}", StringComparison.Ordinal) ? url.Port : DefaultPort);
        }
        throw new CommandException(ExitCode.Usage, $"'{hub}' is no hub: write HOST or HOST:PORT.");
    }
}
