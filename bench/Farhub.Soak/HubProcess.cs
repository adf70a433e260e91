using System.Diagnostics;
using System.Globalization;
using Farhub.Client;

namespace Farhub.Soak;

/// <summary>A hub with loopback devices, as a process of its own, on a free port of this machine.</summary>
sealed class HubProcess : IDisposable
{
    readonly Process _process;
    readonly TaskCompletionSource<int> _port = new();
    volatile string? _lastError;

    public HubProcess(string farhub, int devices)
    {
        string[] words = ["serve", "--listen", "127.0.0.1:0", .. Enumerable.Repeat("--virtual=loopback", devices)];
        _process = Process.Start(new ProcessStartInfo(farhub, words) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{farhub} does not start.");
        _process.ErrorDataReceived += (_, e) => Note(e.Data);
        _process.OutputDataReceived += (_, e) => Note(e.Data);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        Port = _port.Task.WaitAsync(TimeSpan.FromSeconds(30)).GetAwaiter().GetResult();
        BusIds = [.. HubClient.ListAsync(Address).GetAwaiter().GetResult().Select(d => $"{d.BusId}")];
    }

    public int Id => _process.Id;

    public int Port { get; }

    public HubAddress Address => HubAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}"));

    public IReadOnlyList<string> BusIds { get; }

    /// <summary>Waits until all devices are free again; those that are not in time are a finding.</summary>
    public async Task UntilQuietAsync(Findings findings)
    {
        for (int tenths = 0; ; tenths++)
        {
            int free = (await HubClient.ListAsync(Address)).Count;
            if (free == BusIds.Count) return;
            if (tenths == 100)
            {
                findings.Add($"10 s after all clients left, {BusIds.Count - free} devices are still in use");
                return;
            }
            await Task.Delay(100);
        }
    }

    /// <summary>Ends it in the orderly way, which must work.</summary>
    public void Stop(Findings findings)
    {
        if (_process.HasExited)
        {
            findings.Add($"the hub ended by itself, exit code {_process.ExitCode}");
            return;
        }
        using (var kill = Process.Start("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)])) kill.WaitForExit();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)) || _process.ExitCode != 0) findings.Add("the hub did not stop in an orderly way");
        if (_lastError is { } error) findings.Add($"the hub reported: {error}");
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    void Note(string? line)
    {
        const string Listening = "listening on 127.0.0.1:";
        if (line?.IndexOf(Listening, StringComparison.Ordinal) is int at and >= 0) _port.TrySetResult(int.Parse(line[(at + Listening.Length)..], CultureInfo.InvariantCulture));
        if (line?.Contains("defect", StringComparison.Ordinal) == true) _lastError = line;
    }
}
