using System.Net.Sockets;

namespace Farhub.Control.Tests.Store;

/// <summary>Stands between a hub and its PostgreSQL server, and cuts the line at the worst moment.</summary>
sealed class CuttingRelay : IDisposable
{
    readonly string _server;
    readonly Socket _listener;
    readonly Thread _accepting;

    /// <summary>Listens in a directory of its own, where the server's socket would be.</summary>
    internal CuttingRelay(string serverDirectory, string directory)
    {
        _server = Path.Combine(serverDirectory, ".s.PGSQL.5432");
        _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(directory, ".s.PGSQL.5432")));
        _listener.Listen();
        _accepting = new Thread(Accept) { IsBackground = true };
        _accepting.Start();
    }

    /// <summary>When the next COMMIT comes.</summary>
    internal Cut Next { get; set; }

    /// <summary>True while nobody gets through.</summary>
    internal bool IsDown { get; set; }

    /// <summary>True to be down after the next cut.</summary>
    internal bool StaysDown { get; set; }

    /// <summary>How often it was cut.</summary>
    internal int Cuts { get; private set; }

    public void Dispose()
    {
        _listener.Dispose();
        _accepting.Join();
    }

    void Accept()
    {
        try
        {
            while (true)
            {
                Socket client = _listener.Accept();
                if (IsDown)
                {
                    client.Dispose();
                    continue;
                }
                var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                server.Connect(new UnixDomainSocketEndPoint(_server));
                new Thread(() => Pump(client, server, isFromHub: true)) { IsBackground = true }.Start();
                new Thread(() => Pump(server, client, isFromHub: false)) { IsBackground = true }.Start();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    void Pump(Socket from, Socket to, bool isFromHub)
    {
        byte[] buffer = new byte[65536];
        try
        {
            while (from.Receive(buffer) is > 0 and int count)
            {
                if (isFromHub && Next != Cut.Nowhere && IsCommit(buffer.AsSpan(0, count)))
                {
                    Cut cut = Next;
                    Next = Cut.Nowhere;
                    Cuts++;
                    if (StaysDown) IsDown = true;
                    // The hub's side goes first: the server may answer sooner than anything done after this.
                    from.Dispose();
                    if (cut == Cut.AfterCommit) AwaitCommit(to, buffer.AsSpan(0, count));
                    break;
                }
                to.Send(buffer.AsSpan(0, count));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The other direction ended.
        }
        from.Dispose();
        to.Dispose();
    }

    /// <summary>Not the beginning, whose level of isolation is READ COMMITTED.</summary>
    static bool IsCommit(ReadOnlySpan<byte> message) => message.IndexOf("COMMIT\0"u8) >= 0 || message.IndexOf("COMMIT TRANSACTION\0"u8) >= 0;

    /// <summary>Has the server commit and end its side; nobody is left to hear its answer.</summary>
    static void AwaitCommit(Socket server, ReadOnlySpan<byte> message)
    {
        server.Send(message);
        // 'X' is the end: when the server has read that, it has done the COMMIT before.
        server.Send([(byte)'X', 0, 0, 0, 4]);
        server.Shutdown(SocketShutdown.Send);
    }

    internal enum Cut
    {
        Nowhere,
        BeforeCommit,
        AfterCommit,
    }
}
