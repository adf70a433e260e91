using System.Diagnostics;
using System.Globalization;
using Farhub.Control.Store;

namespace Farhub.Control.Tests.Store;

/// <summary>What a hub was told is stored, is stored, whenever it is killed.</summary>
public abstract class StoreCrashTests(StorePlace place) : IDisposable
{
    const int Kills = 6;

    public void Dispose() => place.Dispose();

    [Fact]
    public async Task KilledHub_LosesNothingThatWasAcknowledged()
    {
        var random = new Random(1);
        long acknowledged = 0;
        using (place.Open()) { }
        for (int i = 0; i < Kills; i++)
        {
            acknowledged = await WriteUntilKilled(random.Next(1, 60), random.Next(0, 200_000)) ?? acknowledged;
            using SqlStore store = place.Open();
            StoreWriter.Check(store, acknowledged);
            acknowledged = store.Load().Last.Sequence;
        }
        Assert.True(acknowledged >= 2 * Kills, $"Only {acknowledged} lines were written.");
    }

    /// <summary>Lets a hub write until so many answers have come, and a little more, and kills it.</summary>
    async Task<long?> WriteUntilKilled(int answers, int spins)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [StoreWriter.Command, place.Argument]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        long? last = null;
        for (int i = 0; i < answers; i++)
        {
            string? line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            if (line is null) Assert.Fail($"The hub ended by itself: {await errors}");
            last = long.Parse(line, CultureInfo.InvariantCulture);
        }
        // So that it is struck anywhere in a commit, not only behind an answer.
        Thread.SpinWait(spins);
        process.Kill();
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            // What it had still said counts too; a line that was cut off by the end is shorter than it should be, and was not.
            if (long.TryParse(line, CultureInfo.InvariantCulture, out long more) && more == last + 2) last = more;
        }
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return last;
    }
}
