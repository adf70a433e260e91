using System.Diagnostics;
using System.Net;
using Farhub.Bench.Processes;
using Farhub.Devices.Virtual;
using Farhub.Hub;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farhub.Bench.Host;

/// <summary>What the hub allocates on the managed heap for a URB. The hub runs in this process, which does nothing else meanwhile, and load.c
/// drives it from another.</summary>
static class AllocationBench
{
    const int Windows = 5;
    const double WarmUpSeconds = 1;

    /// <summary>Measures: of several windows the median, since one of them may see the process allocate for something else.</summary>
    public static async Task RunAsync(MeasurementLog log, TimeSpan window)
    {
        using var devices = new VirtualDevices();
        devices.Add(VirtualDeviceSpec.TryParse("loopback", out VirtualDeviceSpec? spec, out string? error) ? spec : throw new InvalidOperationException(error));
        await using var hub = new HubServer(new HubOptions { Listen = [new IPEndPoint(IPAddress.Loopback, 0)] }, [devices], NullLogger<HubServer>.Instance);
        hub.Start();
        foreach (Load load in LoopbackBench.Loads)
        {
            Measure(log, hub, load, window);
            while (hub.SessionCount > 0) await Task.Delay(1); // The device must be free for the next one.
        }
    }

    static void Measure(MeasurementLog log, HubServer hub, Load load, TimeSpan window)
    {
        // On a busy machine everything takes longer than it should; the load must not end before the last window.
        double loadTime = (2 * WarmUpSeconds) + (2 * Windows * window.TotalSeconds);
        using var process = LoadProcess.Start(core: 1, [Places.Load, .. load.Arguments(((IPEndPoint)hub.Endpoints[0]).Port, loadTime)]);
        while (hub.SessionCount == 0) Thread.Sleep(1);
        Thread.Sleep(TimeSpan.FromSeconds(WarmUpSeconds));
        double[] bytesPerSecond = new double[Windows];
        for (int i = 0; i < Windows; i++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            long began = Stopwatch.GetTimestamp();
            Thread.Sleep(window);
            bytesPerSecond[i] = (GC.GetTotalAllocatedBytes(precise: true) - before) / Stopwatch.GetElapsedTime(began).TotalSeconds;
        }
        if (hub.SessionCount == 0) throw new InvalidOperationException("The load ended before it was measured.");
        double urbsPerSecond = process.Result().UrbsPerSecond;
        for (int i = 0; i < Windows; i++) log.Add(load.What, "farhub", bytesPerSecond[i] / urbsPerSecond, "B/URB allocated", i + 1);
    }
}
