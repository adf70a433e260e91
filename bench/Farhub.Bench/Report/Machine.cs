using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Farhub.Bench.Report;

/// <summary>Where and what was measured.</summary>
static class Machine
{
    /// <summary>One line.</summary>
    public static string Describe()
    {
        string model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(": ", 2)[^1] ?? "unknown CPU";
        bool isVirtual = File.ReadLines("/proc/cpuinfo").Any(l => l.StartsWith("flags", StringComparison.Ordinal) && l.Contains(" hypervisor", StringComparison.Ordinal));
        string virtualized = isVirtual ? ", a virtual machine" : "";
        string kernel = File.ReadAllText("/proc/sys/kernel/osrelease").Trim();
        return $"{DateTime.UtcNow:yyyy-MM-dd}, commit {Commit()}. {model}, {Environment.ProcessorCount} cores{virtualized}; "
            + $"Linux {kernel}; {RuntimeInformation.FrameworkDescription}.";
    }

    static string Commit()
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", Places.Bench, "describe", "--always", "--dirty", "--exclude", "*"]) { RedirectStandardOutput = true });
        string commit = git?.StandardOutput.ReadToEnd().Trim() ?? "";
        return commit.Length > 0 ? commit : "unknown";
    }
}
