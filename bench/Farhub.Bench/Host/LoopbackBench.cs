using Farhub.Bench.Processes;

namespace Farhub.Bench.Host;

/// <summary>The hub against limit.c, both driven by load.c, turn and turn about.</summary>
static class LoopbackBench
{
    const double WarmUpSeconds = 1;

    /// <summary>What is measured; the client group has the same rows.</summary>
    public static IReadOnlyList<Load> Loads { get; } =
    [
        new(IsOut: false, Size: 64, Depth: 1), new(IsOut: false, Size: 64, Depth: 8), new(IsOut: false, Size: 64, Depth: 32),
        new(IsOut: false, Size: 4096, Depth: 8),
        new(IsOut: false, Size: 65536, Depth: 1), new(IsOut: true, Size: 65536, Depth: 1),
        new(IsOut: false, Size: 65536, Depth: 8), new(IsOut: true, Size: 65536, Depth: 8),
        new(IsOut: false, Size: 1 << 20, Depth: 8), new(IsOut: true, Size: 1 << 20, Depth: 8),
        new(IsOut: false, Size: 18, Depth: 1, Endpoint: 0),
    ];

    /// <summary>The rows that are also measured with client and server on two cores.</summary>
    static readonly Load[] Apart = [Loads[0], Loads[2], Loads[6], Loads[7]];

    /// <summary>Measures.</summary>
    /// <param name="log">Gets the figures.</param>
    /// <param name="rounds">How often both sides take their turn.</param>
    /// <param name="seconds">Of one measurement.</param>
    public static void Run(MeasurementLog log, int rounds, double seconds)
    {
        foreach (Load load in Loads) Row(log, load, clientCore: 0, "", rounds, seconds);
        foreach (Load load in Apart) Row(log, load, clientCore: 1, ", two cores", rounds, seconds);
    }

    /// <summary>What of a load's result is compared.</summary>
    public static void Add(MeasurementLog log, int round, Load load, string suffix, string side, LoadResult result)
    {
        string what = load.What + suffix;
        if (load.IsSmall) log.Add(what, side, result.UrbsPerSecond, "URB/s", round);
        else log.Add(what, side, result.MbPerSecond, "MB/s", round);
        if (load.Depth == 1) log.Add(what, side, result.P50us, "us p50", round);
    }

    /// <summary>Both servers run all the while, so that the turns are short and close together; the one whose turn it is not sleeps.</summary>
    static void Row(MeasurementLog log, Load load, int clientCore, string suffix, int rounds, double seconds)
    {
        using var limit = ServerProcess.StartLimit(core: 0);
        using var hub = ServerProcess.StartHub(loopbacks: 1, core: 0);
        LoadProcess.Run(clientCore, load, limit, seconds);
        LoadProcess.Run(clientCore, load, hub, WarmUpSeconds); // It compiles what it uses often a second time, better.
        for (int round = 1; round <= rounds; round++)
        {
            Turn(log, round, load, clientCore, suffix, "limit", limit, seconds);
            Turn(log, round, load, clientCore, suffix, "farhub", hub, seconds);
        }
    }

    static void Turn(MeasurementLog log, int round, Load load, int clientCore, string suffix, string side, ServerProcess server, double seconds)
    {
        LoadResult result = LoadProcess.Run(clientCore, load, server, seconds);
        Add(log, round, load, suffix, side, result);
        log.Add(load.What + suffix, side, result.CpuUsPerUrb, "server CPU us/URB", round); // Says most on a busy machine: waiting does not count.
        if (load.Size < 65536 || load.Depth == 1) return;
        log.Add(load.What + suffix, side, result.CpuSecondsPerGb, "server CPU s/GB", round);
        log.Add(load.What + suffix, side, result.PeakKib / 1024.0, "MiB peak", round);
    }
}
