using System.Globalization;
using System.Runtime.Versioning;

namespace Farhub.Devices.Linux;

/// <summary>The kernel's allowance of memory for all URBs of usbfs together, usbcore.usbfs_memory_mb: 16 MB when nobody changes it,
/// which two busy disks use up.</summary>
[SupportedOSPlatform("linux")]
public static class UsbfsMemory
{
    const string Parameter = "/sys/module/usbcore/parameters/usbfs_memory_mb";

    /// <summary>Raises it, if it is lower. To be called once at start.</summary>
    /// <param name="root">The system; null for the real one.</param>
    /// <param name="megabytes">Wanted at least; 0 for no limit of the kernel's, which suits a hub: its sessions have limits of their own.</param>
    /// <returns>Null when it is as wanted, or there is no USB here; otherwise a sentence for the log, with what to do.</returns>
    public static string? Allow(LinuxRoot? root = null, int megabytes = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(megabytes);
        root ??= LinuxRoot.Real;
        if (!int.TryParse(root.ReadText(Parameter), NumberStyles.None, CultureInfo.InvariantCulture, out int now)) return null;
        if (now == 0 || (megabytes > 0 && now >= megabytes)) return null;
        try
        {
            File.WriteAllText(root.PathOf(Parameter), megabytes.ToString(CultureInfo.InvariantCulture));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"The kernel allows {now} MB for all USB transfers together, which large ones use up. " +
                $"Run as root, write {megabytes} to {Parameter}, or boot with usbcore.usbfs_memory_mb={megabytes}.";
        }
    }
}
