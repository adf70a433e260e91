using System.Diagnostics;
using System.Globalization;
using Farhub.Control.Tests.Store;

namespace Farhub.Bench.Managed;

/// <summary>A managed hub with very many shares, users and grants, on each store, each in a process of its own.</summary>
static class ManagedBench
{
    /// <summary>Measures.</summary>
    public static async Task RunAsync(MeasurementLog log, int rounds)
    {
        using var server = new PostgresServer();
        for (int round = 1; round <= rounds; round++)
        {
            string directory = Directory.CreateTempSubdirectory("farhub-bench-").FullName;
            try
            {
                await MeasureAsync(log, "SQLite", Path.Combine(directory, "farhub.db"), round);
            }
            finally
            {
                Directory.Delete(directory, recursive: true);
            }
            (string socket, string name) = server.NewDatabase();
            await MeasureAsync(log, "PostgreSQL", $"postgres:///{name}?host={socket}&user={PostgresServer.User}", round);
        }
    }

    static async Task MeasureAsync(MeasurementLog log, string side, string store, int round)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["managed", store]) { RedirectStandardOutput = true };
        using Process child = Process.Start(start)!;
        while (await child.StandardOutput.ReadLineAsync() is { } line)
        {
            string[] parts = line.Split('\t');
            log.Add(parts[0], side, double.Parse(parts[1], CultureInfo.InvariantCulture), parts[2], round);
        }
        await child.WaitForExitAsync();
        if (child.ExitCode != 0) throw new InvalidOperationException($"The managed hub on {side} ended with exit code {child.ExitCode}.");
    }
}
