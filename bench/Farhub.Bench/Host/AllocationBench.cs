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
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    /// <summary>Measures.</summary>
    public static async Task RunAsync(MeasurementLog log, TimeSpan duration)
    {
        using var devices = new VirtualDevices();
        devices.Add(VirtualDeviceSpec.TryParse("loopback", out VirtualDeviceSpec? spec, out string? error) ? spec : throw new InvalidOperationException(error));
        await using var hub = new HubServer(new HubOptions { Listen = [new IPEndPoint(IPAddress.Loopback, 0)] }, [devices], NullLogger<HubServer>.Instance);
        hub.Start();
        foreach (Load load in LoopbackBench.Loads)
        {
            log.Add(load.What, "farhub", Measure(hub.Endpoints[0].Port, load, duration), "B/URB allocated");
            while (hub.SessionCount > 0) await Task.Delay(1); // The device must be free for the next one.
        }
    }

    static double Measure(int port, Load load, TimeSpan duration)
    {
        double loadTime = (WarmUp * 2).TotalSeconds + duration.TotalSeconds;
        using var process = LoadProcess.Start(core: 1, [Places.Load, .. load.Arguments(port, loadTime)]);
        Thread.Sleep(WarmUp);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        long began = Stopwatch.GetTimestamp();
        Thread.Sleep(duration);
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return allocated / (process.Result().UrbsPerSecond * seconds);
    }
}
