using System.Diagnostics;
using System.Runtime.InteropServices;
using Npgsql;

namespace Farhub.Control.Tests.Store;

/// <summary>A PostgreSQL server of the tests' own, in a temporary directory, reached over a Unix socket there and nowhere else. Started by the first test that
/// wants it.</summary>
public sealed partial class PostgresServer : IDisposable
{
    /// <summary>Who may do everything there.</summary>
    public const string User = "farhub";

    const int Sigquit = 3;

    /// <summary>PostgreSQL does not run as root: then it runs as nobody, who has this number everywhere.</summary>
    const string Nobody = "65534";

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly Lock _starting = new();
    string? _directory;
    Process? _process;
    int _databases;

    /// <summary>A new database: the directory of the server's socket, and its name.</summary>
    public (string SocketDirectory, string Name) NewDatabase()
    {
        lock (_starting)
        {
            if (_process is null) Create();
            string name = $"t{++_databases}";
            using NpgsqlConnection connection = Connect(_directory!, "postgres");
            using NpgsqlCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // A letter and a number.
            command.CommandText = $"CREATE DATABASE {name}";
#pragma warning restore CA2100
            command.ExecuteNonQuery();
            return (_directory!, name);
        }
    }

    /// <summary>Connects, as <see cref="User"/>.</summary>
    public static NpgsqlConnection Connect(string socketDirectory, string database)
    {
        var connection = new NpgsqlConnection($"Host={socketDirectory};Database={database};Username={User};Pooling=false;Command Timeout=120");
        connection.Open();
        return connection;
    }

    /// <summary>Ends a process as the kernel does when memory runs out.</summary>
    public static void Kill(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
    }

    /// <summary>Kills the server's first process, and starts the server anew.</summary>
    public void KillAndRestart()
    {
        _process!.Kill();
        _process.WaitForExit();
        Start();
    }

    /// <summary>Ends the server, and removes what it kept.</summary>
    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            // What it holds is not needed any more: it need not write it down.
            if (SendSignal(_process.Id, Sigquit) == 0) _process.WaitForExit();
        }
        _process?.Dispose();
        if (_directory is not null) Directory.Delete(_directory, recursive: true);
    }

    void Create()
    {
        string initdb = Program("initdb");
        _directory = Directory.CreateTempSubdirectory("farhub-pg-").FullName;
        if (Environment.IsPrivilegedProcess) Finish(Begin("chown", $"{Nobody}:{Nobody}", _directory));
        Finish(Begin([.. AsOther(), initdb, "-D", Path.Combine(_directory, "data"), "-U", User, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]));
        Start();
    }

    void Start()
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            // Without fsync: these tests kill processes, not machines, and what a process has written the kernel keeps.
            _process = Begin([.. AsOther(), Program("postgres"), "-D", Path.Combine(_directory!, "data"), "-k", _directory!, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=50"]);
            while (!_process.HasExited)
            {
                try
                {
                    Connect(_directory!, "postgres").Dispose();
                    return;
                }
                catch (NpgsqlException) when (Stopwatch.GetElapsedTime(start) < Patience)
                {
                    // Not there yet, or still putting in order what a killed one left.
                }
            }
            _process.Dispose();
            // The processes of a killed server take a moment to notice, and until then no other may start.
            if (Stopwatch.GetElapsedTime(start) > Patience) throw new InvalidOperationException($"PostgreSQL did not start: see what 'postgres -D {_directory}/data' says.");
        }
    }

    static IEnumerable<string> AsOther() => Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", "--"] : [];

    static string Program(string name)
    {
        IEnumerable<string> debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(d => int.TryParse(Path.GetFileName(d), out int version) ? version : 0).Select(d => Path.Combine(d, "bin"))
            : [];
        IEnumerable<string> path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Append("/usr/local/bin");
        return debian.Concat(path).Select(d => Path.Combine(d, name)).FirstOrDefault(IsThere)
            ?? throw new InvalidOperationException($"The tests of the PostgreSQL store need PostgreSQL, and there is no '{name}' on this machine. Install it: apt-get install postgresql");
    }

    /// <summary>A link to nothing is no program.</summary>
    static bool IsThere(string path) => File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is not { Exists: false };

    static Process Begin(params string[] words)
    {
        // In a directory that the other user may be in.
        var start = new ProcessStartInfo(words[0], words[1..]) { WorkingDirectory = "/", RedirectStandardOutput = true, RedirectStandardError = true };
        Process process = Process.Start(start)!;
        // Read and forgotten: a full pipe would stop it.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    static void Finish(Process process)
    {
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"'{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)}' failed with exit code {process.ExitCode}.");
        process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int pid, int signal);
}
