using System.Runtime.InteropServices;
using System.Runtime.Versioning;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace Farhub.Control.Scenarios;

/// <summary>All that a command has started and that did not leave on purpose.</summary>
[UnsupportedOSPlatform("windows")]
static partial class ProcessGroup
{
    const int SIGKILL = 9;

    /// <summary>Ends a group at once. Nothing happens when there is none.</summary>
    /// <param name="leader">Process id of the one that began it. While one of the group lives, no other process gets that number.</param>
    internal static void Kill(int leader) => _ = kill(-leader, SIGKILL);

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);
}
