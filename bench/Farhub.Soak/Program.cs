// The soak on loopback: a hub under mixed traffic, with cancellations, stalls and every kind of disconnect, for as long as one wants.
//   Farhub.Soak FARHUB MINUTES [SEED]
// Ends with 0 when no reply was lost, doubled or wrong and nothing of hub or client grew; one line a minute tells how it goes.
using System.Diagnostics;
using System.Globalization;
using Farhub.Client;
using Farhub.Protocol;
using Farhub.Soak;

const int Polite = 5;
const int Rude = 3;

if (args.Length is < 2 or > 3)
{
    Console.Error.WriteLine("Farhub.Soak FARHUB MINUTES [SEED]");
    return 2;
}
var time = TimeSpan.FromMinutes(double.Parse(args[1], CultureInfo.InvariantCulture));
int seed = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : Environment.TickCount;
// A short run rests as often as a long one, in proportion: leaks are seen between rests.
TimeSpan round = time < TimeSpan.FromMinutes(10) ? time / 10 : TimeSpan.FromMinutes(1);
Console.WriteLine($"seed {seed}, {time.TotalMinutes} minutes, {Polite} clients that behave, {Rude} that do not");

using var hub = new HubProcess(args[0], Polite + Rude);
var findings = new Findings();
var hubGrowth = new Growth("hub");
var ownGrowth = new Growth("client");
long started = Stopwatch.GetTimestamp();
for (int number = 1; Stopwatch.GetElapsedTime(started) < time && !findings.Any; number++)
{
    using var over = new CancellationTokenSource(round);
    IEnumerable<Task> polite = Enumerable.Range(0, Polite).Select(i => PoliteAsync(hub.BusIds[i], new Random(HashCode.Combine(seed, number, i)), over.Token));
    IEnumerable<Task> rude = Enumerable.Range(Polite, Rude).Select(i => RudeAsync(hub.BusIds[i], new Random(HashCode.Combine(seed, number, i)), over.Token));
    await Task.WhenAll([.. polite, .. rude]);

    // A rest: everybody has left, and the hub should be as it was in the rest before.
    await hub.UntilQuietAsync(findings);
    GC.Collect();
    GC.WaitForPendingFinalizers();
    Census own = Census.Of(Environment.ProcessId);
    Census its = Census.Of(hub.Id);
    hubGrowth.Add(its);
    ownGrowth.Add(own);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{Stopwatch.GetElapsedTime(started).TotalMinutes,6:0.0} min  {findings}  hub: {its}  client: {own}, heap {GC.GetTotalMemory(true) >> 10} KiB"));
}
hubGrowth.Judge(findings);
ownGrowth.Judge(findings);
hub.Stop(findings);
Console.WriteLine(findings.Any ? $"failed (seed {seed})" : "nothing lost, nothing doubled, nothing grew");
return findings.Any ? 1 : 0;

async Task PoliteAsync(string busId, Random random, CancellationToken over)
{
    while (!over.IsCancellationRequested && !findings.Any)
    {
        try
        {
            var options = new ImportOptions { InlineContinuations = false };
            await using RemoteDevice device = await RemoteDevice.ImportAsync(hub.Address, BusId.Parse(busId), options).WaitAsync(Traffic.Patience);
            await new Traffic(device, random, findings).RunAsync(TimeSpan.FromSeconds(1 + (random.NextDouble() * 8)), over);
            findings.SessionEnded();
        }
#pragma warning disable CA1031 // Whatever goes wrong is a finding.
        catch (Exception e)
        {
            findings.Add($"{busId}: {e}");
        }
#pragma warning restore CA1031
    }
}

async Task RudeAsync(string busId, Random random, CancellationToken over)
{
    while (!over.IsCancellationRequested && !findings.Any)
    {
        try
        {
            await Task.Run(() => new RudeClient(hub.Port, busId, random, findings).Run(), CancellationToken.None);
            findings.SessionEnded();
        }
#pragma warning disable CA1031 // Whatever goes wrong is a finding.
        catch (Exception e)
        {
            findings.Add($"{busId}: {e}");
        }
#pragma warning restore CA1031
    }
}
