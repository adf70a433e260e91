namespace Farhub.Remote;

/// <summary>Where the hub of this machine keeps its things.</summary>
static class LocalHub
{
    /// <summary>What it remembers: of root's hub in <c>/var/lib</c>, of anybody else's in their state directory.</summary>
    public static string StateDirectory => Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows() ? "/var/lib/farhub" : Path.Combine(Home("XDG_STATE_HOME", ".local/state"), "farhub");

    /// <summary>Its Unix socket.</summary>
    public static string Socket => Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows() ? "/run/farhub/control.sock" : Path.Combine(StateDirectory, "control.sock");

    static string Home(string variable, string below)
    {
        string? home = Environment.GetEnvironmentVariable(variable);
        return string.IsNullOrEmpty(home) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), below) : home;
    }
}
