using System.ComponentModel;
using System.Diagnostics;

namespace Farhub.Client.Vhci;

/// <summary>Loads kernel modules.</summary>
static class Modprobe
{
    // The directories of system programs are often not in a user's path.
    static readonly string[] Programs = ["/usr/sbin/modprobe", "/sbin/modprobe"];

    /// <summary>Runs modprobe.</summary>
    /// <returns>Null when the module is there, otherwise what modprobe said.</returns>
    internal static string? Load(string name)
    {
        string program = Programs.FirstOrDefault(File.Exists) ?? "modprobe";
        var start = new ProcessStartInfo(program) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(name);
        try
        {
            using var process = Process.Start(start);
            if (process is null) return "modprobe did not start";
            string said = process.StandardError.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : said.Length > 0 ? said : $"modprobe ended with {process.ExitCode}";
        }
        catch (Win32Exception e)
        {
            return e.Message;
        }
    }
}
