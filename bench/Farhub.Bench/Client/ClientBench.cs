using Farhub.Bench.Host;
using Farhub.Bench.Processes;

namespace Farhub.Bench.Client;

/// <summary>The managed client against load.c, both on limit.c, turn and turn about, client and server on one core.</summary>
static class ClientBench
{
    const double WarmUpSeconds = 1;
    const int Core = 0;

    /// <summary>Measures.</summary>
    /// <param name="log">Gets the figures.</param>
    /// <param name="rounds">How often everybody takes their turn.</param>
    /// <param name="seconds">Of one measurement.</param>
    public static void Run(MeasurementLog log, int rounds, double seconds)
    {
        for (int round = 1; round <= rounds; round++)
        {
            foreach (Load load in LoopbackBench.Loads)
            {
                using (var server = ServerProcess.StartLimit(Core)) LoopbackBench.Add(log, round, load, "", "load", LoadProcess.Run(Core, load, server, seconds));
                foreach (ClientWay way in Enum.GetValues<ClientWay>()) Managed(log, round, load, way, seconds);
            }
        }
    }

    static void Managed(MeasurementLog log, int round, Load load, ClientWay way, double seconds)
    {
        string side = way == ClientWay.Async ? "RemoteDevice" : $"RemoteDevice {way.ToString().ToLowerInvariant()}";
        using var server = ServerProcess.StartLimit(Core);
        using var client = LoadProcess.Start(
            Core, [Environment.ProcessPath!, "client", .. load.Arguments(server.Port, seconds), "--way", $"{way}", "--warm-up", $"{WarmUpSeconds}"]);
        LoadResult result = client.Result();
        LoopbackBench.Add(log, round, load, "", side, result);
        log.Add(load.What, side, result.AllocatedPerUrb!.Value, "B/URB allocated", round);
    }
}
