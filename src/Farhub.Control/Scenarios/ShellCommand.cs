using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.Versioning;
using Farhub.Control.State;

namespace Farhub.Control.Scenarios;

/// <summary>Runs a command of an admin's by <c>/bin/sh -c</c>.</summary>
/// <remarks>
/// <para>What clients and devices say never becomes part of the command line: it is in variables of the environment, which a shell does not read as a program.
/// Of the hub's own environment the command gets what programs need to run, and not the rest, which may hold the hub's secrets.</para>
/// <para>The command is in a session of its own (<c>setsid</c>, which is where a shell is), so that its process group is its own: all of it can be killed, and
/// what was meant for the hub's terminal does not reach it. It is over when the shell has ended and nobody is left who could write to its output.</para>
/// </remarks>
[UnsupportedOSPlatform("windows")]
sealed class ShellCommand(TimeProvider time)
{
    /// <summary>How long a command may take.</summary>
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(1);

    static readonly string[] Kept = ["PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TZ", "TMPDIR"];

    /// <summary>Runs it.</summary>
    /// <returns>The end of what it wrote.</returns>
    /// <exception cref="ControlException">It could not be started, failed, or took too long.</exception>
    internal async Task<string> RunAsync(string command, Occasion occasion, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = Describe(command, occasion) };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new ControlException(ControlFailure.Unable, $"Cannot start a command with setsid and /bin/sh: {e.Message}.", e);
        }
        process.StandardInput.Close();
        var output = new OutputTail();
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        // Without a token: a read of a pipe may not hear it. It ends when the group is killed.
        Task reading = Task.WhenAll(output.ReadAsync(process.StandardOutput.BaseStream), output.ReadAsync(process.StandardError.BaseStream));
        try
        {
            await reading.WaitAsync(either.Token);
            await process.WaitForExitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            ProcessGroup.Kill(process.Id);
            process.Kill(); // Should it not have come as far as a group of its own.
            cancellationToken.ThrowIfCancellationRequested();
            await DrainAsync(reading);
            throw new ControlException(ControlFailure.Unable, $"It did not end within {Limit.TotalSeconds:0} s and was killed{After(output)}");
        }
        if (process.ExitCode != 0) throw new ControlException(ControlFailure.Unable, $"It failed with exit code {process.ExitCode}{After(output)}");
        return output.ToString() is { Length: > 0 } text ? text : "done";
    }

    /// <summary>What was written is still in the pipes. Who left the group on purpose lives on and holds them open: that is not waited for.</summary>
    async Task DrainAsync(Task reading)
    {
        try
        {
            await reading.WaitAsync(DrainLimit, time);
        }
        catch (TimeoutException)
        {
            // What has been read by now has to do.
        }
    }

    static string After(OutputTail output) => output.ToString() is { Length: > 0 } text ? $": {text}" : ".";

    static ProcessStartInfo Describe(string command, Occasion occasion)
    {
        var start = new ProcessStartInfo("setsid", ["/bin/sh", "-c", command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (string name in start.Environment.Keys.Except(Kept, StringComparer.Ordinal).ToList()) start.Environment.Remove(name);
        foreach ((string name, string value) in occasion.Variables) start.Environment[name] = value;
        return start;
    }
}
