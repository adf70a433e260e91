using System.IO.Enumeration;
using System.Text;

namespace Farhub.Client.Vhci;

/// <summary>Which interfaces some module of this kernel would drive: what udev asks when it loads one. Lines of modules.alias such as
/// <c>alias usb:v0403p6001d*dc*dsc*dp*ic*isc*ip*in* ftdi_sio</c>. The file has 20,000 lines and is read once for each kind of interface, however
/// often the question comes.</summary>
/// <param name="files">Where to look.</param>
sealed class DriverAliases(SystemFiles files)
{
    const string Prefix = "alias usb:";

    readonly Dictionary<string, bool> _answers = new(StringComparer.Ordinal);

    /// <summary>Whether a driver may still come for an interface that has none.</summary>
    /// <param name="directory">sysfs directory of the interface.</param>
    /// <returns>False when there is surely none; true also when nobody can tell.</returns>
    internal bool MayBind(string directory)
    {
        if (files.TryRead($"{directory}/modalias") is not { } modalias) return true;
        if (!_answers.TryGetValue(modalias, out bool answer)) _answers[modalias] = answer = MayDrive(modalias);
        return answer;
    }

    bool MayDrive(string modalias)
    {
        if (files.TryRead("/proc/sys/kernel/osrelease") is not { } release) return true;
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
