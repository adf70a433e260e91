using System.Diagnostics;
using System.Text.Json;

namespace Farhub.Bench.Processes;

/// <summary>A load generator at work: load.c, or our client in its place.</summary>
sealed class LoadProcess : IDisposable
{
    readonly Process _process;

    LoadProcess(Process process) => _process = process;

    /// <summary>Starts one.</summary>
    /// <param name="core">Where it is pinned.</param>
    /// <param name="command">The program and its words.</param>
    public static LoadProcess Start(int core, IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo("taskset", ["-c", $"{core}", .. command]) { RedirectStandardOutput = true };
        return new LoadProcess(Process.Start(start) ?? throw new InvalidOperationException("taskset does not start."));
    }

    /// <summary>Runs load.c to its end.</summary>
    public static LoadResult Run(int core, Load load, ServerProcess server, double seconds)
    {
        using LoadProcess process = Start(core, [Places.Load, .. load.Arguments(server.Port, seconds), "-P", $"{server.Id}"]);
        return process.Result();
    }

    /// <summary>Waits for its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; why stands on the terminal.</exception>
    public LoadResult Result()
    {
        string line = _process.StandardOutput.ReadToEnd();
        _process.WaitForExit();
        LoadResult? result = _process.ExitCode == 0 ? JsonSerializer.Deserialize(line, BenchJson.Default.LoadResult) : null;
        return result ?? throw new InvalidOperationException($"The load failed with exit code {_process.ExitCode}.");
    }

    /// <summary>Ends it, if it still runs.</summary>
    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
