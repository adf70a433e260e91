using System.Diagnostics;
using Farhub.Bench.Processes;
using Farhub.Protocol;

namespace Farhub.Bench.Scale;

/// <summary>One hub with very many devices, each attached and idle, as keyboards and dongles are: what it costs, and how late reports are.</summary>
static class ScaleBench
{
    const int Lists = 20;
    const double ReportsPerSecond = 10;
    static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    /// <summary>Measures.</summary>
    /// <param name="log">Gets the figures.</param>
    /// <param name="count">How many devices.</param>
    /// <param name="duration">Of the idle phase, and of the reports.</param>
    /// <param name="isVerbose">Also tells where the memory is.</param>
    public static void Run(MeasurementLog log, int count, TimeSpan duration, bool isVerbose)
    {
        (long Resident, long Private) small;
        using (var hub = ServerProcess.StartHub(loopbacks: 1, core: null))
        {
            Thread.Sleep(Settle);
            small = hub.Figures.Memory();
        }

        using var large = ServerProcess.StartHub(count, core: null);
        Thread.Sleep(Settle);
        (long Resident, long Private) shared = large.Figures.Memory();
        if (isVerbose) Tell("shared", large.Figures);
        log.Add("threads before attach", "farhub", large.Figures.Threads(), "threads");
        log.Add("start to first reply", "farhub", large.ToFirstReply.TotalMilliseconds, "ms");
        log.Add("memory with one device", "farhub", small.Resident, "KiB");
        log.Add("memory with all shared", "farhub", shared.Resident, "KiB");
        log.Add("memory a shared device", "farhub", (double)(shared.Resident - small.Resident) / (count - 1), "KiB");
        log.Add("private memory a shared device", "farhub", (double)(shared.Private - small.Private) / (count - 1), "KiB");

        using var crowd = new Crowd(large.Port);
        IReadOnlyList<BusId> devices = [];
        var times = new List<double>();
        for (int i = 0; i < Lists; i++)
        {
            (devices, TimeSpan took) = crowd.List();
            times.Add(took.TotalMilliseconds);
        }
        if (devices.Count != count) throw new InvalidOperationException($"The hub lists {devices.Count} devices instead of {count}.");
        log.Add("list all", "farhub", Statistics.Median(times), "ms");
        shared = large.Figures.Memory(); // What the lists left behind is not the sessions'.

        long began = Stopwatch.GetTimestamp();
        crowd.Attach(devices);
        log.Add("attach all", "farhub", Stopwatch.GetElapsedTime(began).TotalMilliseconds, "ms");
        Thread.Sleep(Settle);
        (long Resident, long Private) attached = large.Figures.Memory();
        log.Add("threads", "farhub", large.Figures.Threads(), "threads");
        log.Add("memory with all attached", "farhub", attached.Resident, "KiB");
        log.Add("memory a session", "farhub", (double)(attached.Resident - shared.Resident) / count, "KiB");
        log.Add("private memory a session", "farhub", (double)(attached.Private - shared.Private) / count, "KiB");
        if (isVerbose) Tell("attached", large.Figures);

        double cpu = large.Figures.CpuSeconds();
        began = Stopwatch.GetTimestamp();
        Thread.Sleep(duration);
        log.Add("CPU idle", "farhub", 100 * (large.Figures.CpuSeconds() - cpu) / Stopwatch.GetElapsedTime(began).TotalSeconds, "%");

        cpu = large.Figures.CpuSeconds();
        began = Stopwatch.GetTimestamp();
        (List<double> late, List<double> sentLate, int skipped) = crowd.Report(ReportsPerSecond, duration);
        log.Add("CPU at 10 reports/s each", "farhub", 100 * (large.Figures.CpuSeconds() - cpu) / Stopwatch.GetElapsedTime(began).TotalSeconds, "%");
        log.Add("report p50", "farhub", Statistics.Percentile(late, 50), "ms");
        log.Add("report p99", "farhub", Statistics.Percentile(late, 99), "ms");
        log.Add("report max", "farhub", late[^1], "ms");
        log.Add("reports sent late by the bench p99", "bench", Statistics.Percentile(sentLate, 99), "ms"); // On a quiet machine about 1.
        log.Add("reports a second", "farhub", late.Count / duration.TotalSeconds, "/s");
        log.Add("reports skipped", "farhub", skipped, "reports");
        attached = large.Figures.Memory();
        log.Add("memory a session after reports", "farhub", (double)(attached.Resident - shared.Resident) / count, "KiB");
        if (isVerbose) Tell("after reports", large.Figures);
    }

    static void Tell(string when, ProcessFigures figures)
    {
        Console.WriteLine($"--- resident memory, {when}, KiB by mapping");
        File.Copy($"/proc/{figures.Id}/smaps", Path.Combine(Places.Results, $"smaps {when}.txt"), overwrite: true);
        foreach ((string kind, long kib) in figures.MemoryByMapping().OrderByDescending(m => m.Value).Take(16)) Console.WriteLine($"{kib,10}  {kind}");
    }
}
