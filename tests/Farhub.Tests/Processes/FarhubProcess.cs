using System.Diagnostics;
using System.Globalization;

namespace Farhub.Tests.Processes;

/// <summary>The executable, started as a shell would.</summary>
sealed class FarhubProcess : IDisposable
{
    readonly Process _process;

    FarhubProcess(Process process) => _process = process;

    /// <summary>Where the build has put it.</summary>
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "farhub.exe" : "farhub");

    /// <summary>Starts it with its output on pipes. Signals mean what they usually do: a program started in the background of a script
    /// inherits that Ctrl-C is to be ignored, and so would the one under test.</summary>
    public static FarhubProcess Start(params string[] arguments) => new(StartProgram("env", ["--default-signal=INT", Path, .. arguments]));

    /// <summary>Runs it to its end.</summary>
    public static Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => RunProgramAsync(Path, arguments);

    /// <summary>Runs any program to its end.</summary>
    public static async Task<(int Code, string Output, string Error)> RunProgramAsync(string program, params string[] arguments)
    {
        using FarhubProcess process = new(StartProgram(program, arguments));
        return await process.EndAsync();
    }

    /// <summary>The next line of standard output; null at its end.</summary>
    public async Task<string?> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

    /// <summary>Sends a signal by its name.</summary>
    public async Task SignalAsync(string name) =>
        Assert.Equal(0, (await RunProgramAsync("kill", "-s", name, _process.Id.ToString(CultureInfo.InvariantCulture))).Code);

    /// <summary>Waits for the end.</summary>
    public async Task<(int Code, string Output, string Error)> EndAsync()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Task<string> error = _process.StandardError.ReadToEndAsync(cancellation);
        string output = await _process.StandardOutput.ReadToEndAsync(cancellation);
        await _process.WaitForExitAsync(cancellation);
        return (_process.ExitCode, output, await error);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    static Process StartProgram(string program, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        // The runtime that runs the tests runs the program, wherever it is installed.
        start.Environment["DOTNET_ROOT"] = System.IO.Path.GetFullPath(System.IO.Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
        return Process.Start(start)!;
    }
}
