using System.Globalization;

namespace Farhub.Client.Vhci;

/// <summary>The attributes of vhci_hcd in sysfs. All controllers' are in the first one's directory.</summary>
sealed class VhciTree(SystemFiles files)
{
    const string Controller = "/sys/devices/platform/vhci_hcd.0";
    const string Module = "vhci-hcd";

    /// <summary>Most controllers the kernel can be built with (CONFIG_USBIP_VHCI_NR_HCS).</summary>
    const int MaxControllers = 128;

    internal bool IsLoaded => files.DirectoryExists(Controller);

    /// <summary>Loads the module if it is not there.</summary>
    /// <exception cref="VhciException">It cannot be loaded; the message says where to get it.</exception>
    internal void Load()
    {
        if (IsLoaded) return;
        string? said = files.LoadModule(Module);
        if (IsLoaded) return;
        if (said is not null && (said.Contains("not permitted", StringComparison.Ordinal) || said.Contains("ermission denied", StringComparison.Ordinal)))
        {
            throw new VhciException(VhciFailure.NeedsRoot, $"The kernel module {Module} is not loaded, and loading it needs root.");
        }
        throw new VhciException(VhciFailure.NoModule, $"The kernel module {Module} cannot be loaded ({said ?? "it has no controller"}). {Advice()}");
    }

    /// <summary>Every port, with the number of its controller.</summary>
    internal IReadOnlyList<(int Controller, VhciStatusRow Row)> Read() => [.. Rows()];

    /// <summary>Row by row, so that who looks for one port reads no more files than needed.</summary>
    IEnumerable<(int Controller, VhciStatusRow Row)> Rows()
    {
        for (int controller = 0; controller < MaxControllers; controller++)
        {
            string name = controller == 0 ? "status" : string.Create(CultureInfo.InvariantCulture, $"status.{controller}");
            if (files.TryRead($"{Controller}/{name}") is not { } text) break;
            foreach (VhciStatusRow row in VhciStatusRow.Parse(text)) yield return (controller, row);
        }
    }

    /// <summary>The state of one port; null when there is no such port.</summary>
    internal VhciStatusRow? Find(int port)
    {
        foreach ((_, VhciStatusRow row) in Rows())
        {
            if (row.Port == port) return row;
        }
        return null;
    }

    /// <summary>A free port for a device: on the controller with the fewest, because one hub enumerates its devices one after another.</summary>
    /// <param name="rows">Every port.</param>
    /// <param name="isSuperSpeed">Which half the device needs; the kernel does not look and a port of the wrong half would be another port.</param>
    /// <param name="excluded">Ports not to take.</param>
    internal static int? Choose(IReadOnlyList<(int Controller, VhciStatusRow Row)> rows, bool isSuperSpeed, IReadOnlySet<int> excluded) =>
        rows.Where(r => r.Row.IsSuperSpeed == isSuperSpeed)
            .GroupBy(r => r.Controller)
            .Select(g => (Used: g.Count(r => r.Row.Status != VhciPortStatus.Free), Free: g.Where(r => r.Row.Status == VhciPortStatus.Free && !excluded.Contains(r.Row.Port))))
            .OrderBy(g => g.Used)
            .SelectMany(g => g.Free.Select(r => (int?)r.Row.Port))
            .FirstOrDefault();

    /// <summary>Hands a connection to the kernel.</summary>
    /// <exception cref="IOException">HResult is the errno.</exception>
    /// <exception cref="VhciException">Needs root, or the module has gone.</exception>
    internal void Attach(int port, int socket, uint devId, uint speed) =>
        Write("attach", string.Create(CultureInfo.InvariantCulture, $"{port} {socket} {devId} {speed}"));

    /// <summary>Takes a port's connection from the kernel.</summary>
    /// <exception cref="IOException">HResult is the errno; EINVAL when the port is free.</exception>
    /// <exception cref="VhciException">Needs root, or the module has gone.</exception>
    internal void Detach(int port) => Write("detach", string.Create(CultureInfo.InvariantCulture, $"{port}"));

    void Write(string attribute, string text)
    {
        try
        {
            files.WriteAttribute($"{Controller}/{attribute}", text);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new VhciException(VhciFailure.NeedsRoot, $"To {attribute} devices one must be root.", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new VhciException(VhciFailure.NoModule, $"The kernel module {Module} is not loaded.", e);
        }
    }

    string Advice()
    {
        string release = files.TryRead("/proc/sys/kernel/osrelease") ?? "";
        if (release.Contains("microsoft", StringComparison.OrdinalIgnoreCase)) return "Run `wsl --update` in Windows for a kernel that has it.";
        string system = files.TryRead("/etc/os-release") ?? "";
        HashSet<string> names = [.. system.Split('\n')
            .Where(l => l.StartsWith("ID=", StringComparison.Ordinal) || l.StartsWith("ID_LIKE=", StringComparison.Ordinal))
            .SelectMany(l => l[(l.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim('"', ' ', '\r').Split(' '))];
        if (names.Contains("ubuntu")) return $"Install it: apt install linux-modules-extra-{release}";
        if (names.Contains("debian")) return "It is part of Debian's package linux-image-amd64 (or -arm64), but not of the cloud kernel: apt install linux-image-amd64, and restart.";
        if (names.Contains("fedora") || names.Contains("rhel")) return $"Install it: dnf install kernel-modules-extra-{release}";
        return "A kernel built by hand needs CONFIG_USBIP_VHCI_HCD.";
    }
}
