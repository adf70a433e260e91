using Farhub.Bench.Processes;
using Farhub.Protocol;

namespace Farhub.Bench.Host;

/// <summary>Ten devices on one hub: what nine busy clients lose when the tenth does not take what it asked for.</summary>
static class FairnessBench
{
    const int Busy = 9;
    const double WarmUpSeconds = 1;
    static readonly Load Work = new(IsOut: false, Size: 16 << 10, Depth: 2);
    static readonly BusId Tenth = BusId.Parse($"200-{Busy + 1}");

    /// <summary>Measures.</summary>
    /// <param name="log">Gets the figures.</param>
    /// <param name="rounds">How often the three situations take their turn.</param>
    /// <param name="seconds">Of one measurement.</param>
    public static void Run(MeasurementLog log, int rounds, double seconds)
    {
        using var hub = ServerProcess.StartHub(Busy + 1, core: 0);
        Together(hub, WarmUpSeconds);
        for (int round = 1; round <= rounds; round++)
        {
            // Whoever comes first must not always be the same.
            bool aloneFirst = round % 2 == 1;
            if (aloneFirst) log.Add("nine of ten", "alone", Together(hub, seconds), "MB/s", round);
            using (new DeafClient(hub.Port, Tenth, reads: false)) log.Add("nine of ten", "one stalled", Together(hub, seconds), "MB/s", round);
            using (new DeafClient(hub.Port, Tenth, reads: true)) log.Add("nine of ten", "one slow", Together(hub, seconds), "MB/s", round);
            if (!aloneFirst) log.Add("nine of ten", "alone", Together(hub, seconds), "MB/s", round);
        }
    }

    /// <summary>What nine clients get together, on the other core than the hub.</summary>
    static double Together(ServerProcess hub, double seconds)
    {
        LoadProcess[] clients = [.. Enumerable.Range(1, Busy).Select(i => LoadProcess.Start(core: 1, [Places.Load, .. Work.Arguments(hub.Port, seconds), "-b", $"200-{i}"]))];
        try
        {
            return clients.Sum(c => c.Result().MbPerSecond);
        }
        finally
        {
            foreach (LoadProcess client in clients) client.Dispose();
        }
    }
}
