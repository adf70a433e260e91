using Farhub.Bench.Processes;

namespace Farhub.Bench.Host;

/// <summary>From starting the hub to its first answer, and its memory when it rests.</summary>
static class StartBench
{
    static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    /// <summary>Measures.</summary>
    public static void Run(MeasurementLog log, int rounds)
    {
        for (int round = 1; round <= rounds; round++)
        {
            using var hub = ServerProcess.StartHub(loopbacks: 1, core: null);
            log.Add("start to first reply", "farhub", hub.ToFirstReply.TotalMilliseconds, "ms", round);
            if (round > 3) continue; // Memory does not differ from start to start.
            Thread.Sleep(Rest);
            log.Add("memory at rest", "farhub", hub.Figures.Memory().Resident / 1024.0, "MiB", round);
            log.Add("private memory at rest", "farhub", hub.Figures.Memory().Private / 1024.0, "MiB", round);
        }
    }
}
