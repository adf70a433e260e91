using System.IO.Enumeration;
using System.Text;

namespace Farhub.Client.Vhci;

/// <summary>Which interfaces some module of this kernel would drive: what udev asks when it loads one. Lines of modules.alias such as
/// <c>alias usb:v0403p6001d*dc*dsc*dp*ic*isc*ip*in* ftdi_sio</c>.</summary>
static class DriverAliases
{
    const string Prefix = "alias usb:";

    /// <summary>Whether a driver may still come for an interface that has none.</summary>
    /// <param name="files">Where to look.</param>
    /// <param name="directory">sysfs directory of the interface.</param>
    /// <returns>False when there is surely none; true also when nobody can tell.</returns>
    internal static bool MayBind(SystemFiles files, string directory)
    {
        string? modalias = files.TryRead($"{directory}/modalias");
        string? release = files.TryRead("/proc/sys/kernel/osrelease");
        if (modalias is null || release is null) return true;
        try
        {
            return File.ReadLines(files.Locate($"/lib/modules/{release}/modules.alias")).Any(line => Matches(line, modalias));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    static bool Matches(string line, string modalias)
    {
        if (!line.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        ReadOnlySpan<char> pattern = line.AsSpan("alias ".Length);
        pattern = pattern[..pattern.IndexOf(' ')];
        // A set such as [0-9] is taken for any character: one driver too many costs a short wait, one too few a driver that is not waited for.
        return FileSystemName.MatchesSimpleExpression(pattern.Contains('[') ? WithoutSets(pattern) : pattern, modalias, ignoreCase: false);
    }

    static string WithoutSets(ReadOnlySpan<char> pattern)
    {
        var simple = new StringBuilder();
        while (!pattern.IsEmpty)
        {
            int end = pattern[0] == '[' ? pattern.IndexOf(']') : 0;
            simple.Append(pattern[0] == '[' ? '?' : pattern[0]);
            pattern = pattern[(Math.Max(end, 0) + 1)..];
        }
        return simple.ToString();
    }
}
