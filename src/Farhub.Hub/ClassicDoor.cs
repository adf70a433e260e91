using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Farhub.Hub.Admission;
using Farhub.Protocol;
using Farhub.Transport;
using Microsoft.Extensions.Logging;

namespace Farhub.Hub;

/// <summary>Where USB/IP clients knock: listens, and gives each connection a thread of its own, which reads the one request, answers it, and for an import stays with
/// the session to its end.</summary>
sealed class ClassicDoor(HubOptions options, Exports exports, ILogger logger, TimeProvider time) : IDisposable
{
    /// <summary>Pause after a failed accept (too many open files), so that it is not tried a million times a second.</summary>
    static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Connections that wait for an accept; the kernel refuses more.</summary>
    const int Backlog = 512;

    /// <summary>Stack of a connection's thread, in bytes: its deepest path is a claim with a refusal to log.</summary>
    const int StackSize = 256 << 10;

    readonly MemoryBudget _budget = new(options.Limits.MaxBytesOfAllSessions);
    readonly HandshakeGate _gate = new(options.Limits);
    readonly CancellationTokenSource _closing = new();
    readonly List<Socket> _listeners = [];
    readonly List<Task> _acceptLoops = [];
    readonly ConcurrentDictionary<Task, byte> _connections = new();

    /// <summary>Where it listens, with the ports really taken; nowhere once it closes.</summary>
    internal IReadOnlyList<EndPoint> Endpoints => [.. _listeners.Select(l => l.LocalEndPoint!)];

    /// <summary>Number of connections now, attached or not.</summary>
    internal int ConnectionCount => _connections.Count;

    /// <summary>Completes when the connections of now are over.</summary>
    internal Task ConnectionsEnded => Task.WhenAll(_connections.Keys);

    /// <summary>Binds; nobody is accepted before <see cref="Open"/>.</summary>
    /// <exception cref="SocketException">An address cannot be listened on; nothing is listened on then.</exception>
    internal void Listen()
    {
        try
        {
            foreach (EndPoint endpoint in options.Listen) _listeners.Add(Listen(endpoint));
        }
        catch
        {
            CloseListeners();
            throw;
        }
    }

    /// <summary>Begins to accept.</summary>
    internal void Open()
    {
        foreach (Socket listener in _listeners) _acceptLoops.Add(AcceptAsync(listener));
    }

    /// <summary>No new connections, and those that have not asked for anything are closed. Sessions go on.</summary>
    internal async Task CloseAsync()
    {
        await _closing.CancelAsync();
        CloseListeners();
        await Task.WhenAll(_acceptLoops);
    }

    public void Dispose() => _closing.Dispose();

    static Socket Listen(EndPoint endpoint)
    {
        bool isUnix = endpoint.AddressFamily == AddressFamily.Unix;
        var listener = new Socket(endpoint.AddressFamily, SocketType.Stream, isUnix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            if (endpoint.AddressFamily == AddressFamily.InterNetworkV6) listener.DualMode = false; // IPv4 has a listener of its own.
            if (isUnix) UnixSocketFile.RemoveStale((UnixDomainSocketEndPoint)endpoint);
            listener.Bind(endpoint);
            listener.Listen(Backlog);
            return listener;
        }
        catch (SocketException e)
        {
            listener.Dispose();
            throw new SocketException((int)e.SocketErrorCode, $"Cannot listen on {endpoint}: {e.Message}.");
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    void CloseListeners()
    {
        foreach (Socket listener in _listeners) listener.Dispose();
        _listeners.Clear();
    }

    async Task AcceptAsync(Socket listener)
    {
        while (!_closing.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptAsync(_closing.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                if (_closing.IsCancellationRequested) return;
                logger.AcceptFailed(listener.LocalEndPoint, e.Message);
                await Task.Delay(AcceptPause, time);
                continue;
            }
            Welcome(socket);
        }
    }

    /// <summary>Gives a connection its thread, unless too many are waiting. Owns the socket; throws nothing.</summary>
    /// <param name="socket">The connection.</param>
    /// <param name="known">Who it is, if another door has found out.</param>
    internal void Welcome(Socket socket, Visitor? known = null)
    {
        Connection? connection = null;
        try
        {
            SocketTuning.Apply(socket);
            connection = Connection.Own(socket);
            // Whoever comes through a Unix socket is this machine.
            Visitor visitor = known ?? new Visitor(connection.Peer is IPEndPoint peer ? peer.Address : IPAddress.Loopback);
            if (!_gate.TryEnter(visitor.Address))
            {
                logger.Closed(connection.Peer, "too many connections that have not asked for anything yet");
                connection.Dispose();
                return;
            }
            Start(connection, visitor);
        }
        catch (SocketException e)
        {
            logger.Left(connection?.Peer, e.Message);
            socket.Dispose();
        }
        catch (OutOfMemoryException)
        {
            logger.Closed(connection?.Peer, "there is no room for another thread");
            socket.Dispose();
        }
    }

    void Start(Connection connection, Visitor visitor)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            Serve(connection, visitor);
            _connections.TryRemove(ended.Task, out _);
            ended.SetResult();
        }, StackSize)
        {
            IsBackground = true,
            Name = "connection",
        };
        _connections.TryAdd(ended.Task, 0);
        try
        {
            thread.Start();
        }
        catch
        {
            _connections.TryRemove(ended.Task, out _);
            _gate.Leave(visitor.Address);
            throw;
        }
    }

    /// <summary>One connection from its request to its close, on its own thread. Throws nothing.</summary>
    void Serve(Connection connection, Visitor visitor)
    {
        try
        {
            string? busId;
            try
            {
                busId = Answer(connection, visitor);
            }
            finally
            {
                _gate.Leave(visitor.Address);
            }
            if (busId is not null) new Attachment(exports, options, _budget, logger, time, _closing.Token).Run(connection, visitor, busId);
        }
        catch (ProtocolException e)
        {
            logger.Closed(connection.Peer, e.Message);
        }
        catch (SocketException e)
        {
            logger.Left(connection.Peer, e.Message);
        }
        catch (OperationCanceledException)
        {
            if (!_closing.IsCancellationRequested) logger.Closed(connection.Peer, $"no complete request within {options.Limits.HandshakeTime.TotalSeconds:0} s");
        }
#pragma warning disable CA1031 // Whatever goes wrong ends this connection, loudly, and no other.
        catch (Exception e)
        {
            logger.ConnectionFailure(e, connection.Peer);
        }
#pragma warning restore CA1031
        finally
        {
            connection.Dispose();
        }
    }

    /// <summary>Reads the request, and answers it unless it is an import.</summary>
    /// <returns>The bus id to import; null when the connection is over.</returns>
    string? Answer(Connection connection, Visitor visitor)
    {
        using var deadline = new CancellationTokenSource(options.Limits.HandshakeTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _closing.Token);
        try
        {
            // Ends what blocks. Disposing waits for an abort under way: past it, the connection is a session's.
            using (either.Token.Register(connection.Abort)) return AnswerInTime(connection, visitor);
        }
        finally
        {
            either.Token.ThrowIfCancellationRequested(); // Instead of whatever the abort made of it.
        }
    }

    string? AnswerInTime(Connection connection, Visitor visitor)
    {
        if (Handshake.Read(connection) is not { } request)
        {
            logger.Left(connection.Peer, "it closed the connection");
            return null;
        }
        if (request.Code == OpCode.RequestDeviceList)
        {
            IReadOnlyCollection<DeviceRecord> devices = exports.List(visitor);
            Handshake.Answer(connection, devices);
            logger.Listed(devices.Count, connection.Peer);
            return null;
        }
        if (BusId.TryRead(request.BusIdField, out BusId busId)) return busId.ToString();
        logger.Refused("(no bus id)", connection.Peer, "the request names no valid bus id");
        Handshake.Refuse(connection, OpStatus.NoDevice);
        return null;
    }
}
