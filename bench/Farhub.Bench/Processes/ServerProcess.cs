using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Farhub.Protocol;

namespace Farhub.Bench.Processes;

/// <summary>A server that is measured: started on a fresh port, pinned, known to be the one that answers there, and ended by its pid.</summary>
sealed class ServerProcess : IDisposable
{
    static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30);

    readonly Process _process;

    ServerProcess(Process process, int port, TimeSpan toFirstReply)
    {
        _process = process;
        Port = port;
        ToFirstReply = toFirstReply;
        Figures = new ProcessFigures(process.Id);
    }

    /// <summary>Its pid.</summary>
    public int Id => _process.Id;

    /// <summary>Where it listens, on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>From its start to the end of its first answer, a device list.</summary>
    public TimeSpan ToFirstReply { get; }

    /// <summary>Its CPU time and memory.</summary>
    public ProcessFigures Figures { get; }

    /// <summary>The hub with software devices of one kind.</summary>
    public static ServerProcess StartHub(int loopbacks, int? core) => Start(
        core, port => [Places.Hub, "serve", "--listen", $"127.0.0.1:{port}", .. Enumerable.Repeat<string[]>(["--virtual", "loopback"], loopbacks).SelectMany(a => a)]);

    /// <summary>limit.c.</summary>
    public static ServerProcess StartLimit(int? core) => Start(core, port => [Places.Limit, "-p", port.ToString(CultureInfo.InvariantCulture)]);

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        _process.Kill(); // It keeps nothing; to be killed is quicker than to be asked.
        _process.WaitForExit();
        _process.Dispose();
    }

    static ServerProcess Start(int? core, Func<int, IReadOnlyList<string>> commandOn)
    {
        int port = FreePort();
        IReadOnlyList<string> command = commandOn(port);
        if (core is not null) command = ["taskset", "-c", $"{core}", .. command];
        // Each program replaces the one before it, so the pid is the server's in the end.
        string log = Path.Combine(Places.Results, "server.log");
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >\"$0\" 2>&1", log, .. command]);
        long began = Stopwatch.GetTimestamp();
        Process process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} does not start.");
        try
        {
            while (!TryList(port))
            {
                if (process.HasExited || Stopwatch.GetElapsedTime(began) > StartTime)
                {
                    throw new InvalidOperationException($"{command[0]} does not answer on port {port}: see {log}.");
                }
                Thread.Sleep(1);
            }
            TimeSpan toFirstReply = Stopwatch.GetElapsedTime(began);
            if (!ListenerOf(port).Overlaps(SocketsOf(process.Id))) throw new InvalidOperationException($"Somebody else than {process.Id} answers on port {port}.");
            return new ServerProcess(process, port, toFirstReply);
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    static bool TryList(int port)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, port);
        }
        catch (SocketException)
        {
            return false; // Not yet.
        }
        byte[] bytes = new byte[OpHeader.Size];
        new OpHeader(OpCode.RequestDeviceList).Write(bytes);
        socket.Send(bytes);
        return socket.Receive(bytes) > 0;
    }

    static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>The inodes of the sockets that listen on a port.</summary>
    static HashSet<string> ListenerOf(int port) =>
        [.. File.ReadLines("/proc/net/tcp").Skip(1).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(f => f[3] == "0A" && f[1].EndsWith($":{port:X4}", StringComparison.Ordinal)).Select(f => $"socket:[{f[9]}]")];

    static IEnumerable<string> SocketsOf(int pid) =>
        Directory.EnumerateFileSystemEntries($"/proc/{pid}/fd").Select(f => new FileInfo(f).LinkTarget).OfType<string>();
}
