using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Farhub.Devices;
using Farhub.Protocol;
using Farhub.Transport;
using Microsoft.Extensions.Logging;

namespace Farhub.Hub;

/// <summary>The hub's data plane: the classic door. Listens, answers lists, turns imports into sessions, and ends them in an orderly way.</summary>
public sealed class HubServer : IAsyncDisposable
{
    /// <summary>Longest a stop waits for sessions to give their devices back.</summary>
    public static readonly TimeSpan DefaultDrainTime = TimeSpan.FromSeconds(5);

    /// <summary>Pause after a failed accept (too many open files), so that it is not tried a million times a second.</summary>
    static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Stack of a session's thread, in bytes: its deepest path is a claim with a refusal to log.</summary>
    const int SessionStackSize = 256 << 10;

    readonly HubOptions _options;
    readonly IReadOnlyList<IDeviceSource> _sources;
    readonly ILogger _logger;
    readonly TimeProvider _time;
    readonly Exports _exports;
    readonly HandshakeGate _gate;
    readonly CancellationTokenSource _stopping = new();
    readonly List<Socket> _listeners = [];
    readonly List<Task> _acceptLoops = [];
    readonly ConcurrentDictionary<Task, byte> _connections = new();
    bool _isDisposed;

    /// <summary>Makes a hub; it does nothing before <see cref="Start"/>.</summary>
    /// <param name="options">What it listens on and shares.</param>
    /// <param name="sources">Where its devices come from; the caller disposes them after the hub.</param>
    /// <param name="logger">Gets a line for each share, attach, detach and refusal.</param>
    /// <param name="time">The clock of handshakes.</param>
    public HubServer(HubOptions options, IReadOnlyList<IDeviceSource> sources, ILogger<HubServer> logger, TimeProvider? time = null)
    {
        _options = options;
        _sources = sources;
        _logger = logger;
        _time = time ?? TimeProvider.System;
        _exports = new Exports(sources, options.Shares);
        _gate = new HandshakeGate(options.Limits);
    }

    /// <summary>Where it listens, with the ports really taken; nowhere once it stops.</summary>
    public IReadOnlyList<IPEndPoint> Endpoints => [.. _listeners.Select(l => (IPEndPoint)l.LocalEndPoint!)];

    /// <summary>Number of sessions now.</summary>
    public int SessionCount => _exports.Sessions.Count;

    /// <summary>Number of connections now, attached or not.</summary>
    internal int ConnectionCount => _connections.Count;

    /// <summary>Binds and begins to accept.</summary>
    /// <exception cref="SocketException">An address cannot be listened on; nothing is listened on then.</exception>
    public void Start()
    {
        try
        {
            foreach (IPEndPoint endpoint in _options.Listen) _listeners.Add(Listen(endpoint));
        }
        catch
        {
            CloseListeners();
            throw;
        }
        foreach (IDeviceSource source in _sources) source.Changed += OnDeviceChanged;
        foreach (IUsbDevice device in _exports.Shared) _logger.Sharing(device.Info.BusId, NameOf(device.Info));
        foreach (Socket listener in _listeners)
        {
            _logger.Listening((IPEndPoint)listener.LocalEndPoint!);
            _acceptLoops.Add(AcceptAsync(listener));
        }
    }

    /// <summary>Ends one session, as an operator: its client sees the device unplugged.</summary>
    /// <returns>False when nobody has the device.</returns>
    public bool Kick(string busId)
    {
        if (_exports.HolderOf(busId) is not { } session) return false;
        session.Abort(SessionEnd.Kicked);
        return true;
    }

    /// <summary>Stops: no new connections; every session finishes what is under way, then gives its device back.</summary>
    /// <param name="drain">How long to wait for that.</param>
    public async Task StopAsync(TimeSpan drain)
    {
        await _stopping.CancelAsync();
        CloseListeners();
        await Task.WhenAll(_acceptLoops);
        foreach (IDeviceSource source in _sources) source.Changed -= OnDeviceChanged;
        if (SessionCount > 0) _logger.Stopping(SessionCount);
        foreach (Session session in _exports.Sessions) session.Stop();
        var all = Task.WhenAll(_connections.Keys);
        if (await Task.WhenAny(all, Task.Delay(drain, _time)) == all) return;
        foreach (Session session in _exports.Sessions) session.Abort(SessionEnd.HubStopping);
        // An aborted session only waits for its device, and that wait is bounded there.
        if (await Task.WhenAny(all, Task.Delay(DefaultDrainTime, _time)) != all) _logger.StopIncomplete(SessionCount);
    }

    /// <summary>Stops with the default drain time.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true)) return;
        await StopAsync(DefaultDrainTime);
        _stopping.Dispose();
    }

    static Socket Listen(IPEndPoint endpoint)
    {
        var listener = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endpoint.AddressFamily == AddressFamily.InterNetworkV6) listener.DualMode = false; // IPv4 has a listener of its own.
            listener.Bind(endpoint);
            listener.Listen(backlog: 512);
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
        while (!_stopping.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptAsync(_stopping.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                if (_stopping.IsCancellationRequested) return;
                _logger.AcceptFailed(listener.LocalEndPoint, e.Message);
                await Task.Delay(AcceptPause, _time);
                continue;
            }
            var connection = Task.Run(() => ServeAsync(socket));
            _connections.TryAdd(connection, 0);
            _ = connection.ContinueWith(done => _connections.TryRemove(done, out _), TaskScheduler.Default);
        }
    }

    /// <summary>One connection from accept to close. Owns the socket; throws nothing.</summary>
    async Task ServeAsync(Socket socket)
    {
        EndPoint? peer = null;
        try
        {
            peer = socket.RemoteEndPoint;
            IPAddress address = ((IPEndPoint)peer!).Address;
            SocketTuning.Apply(socket);
            if (!_gate.TryEnter(address))
            {
                _logger.Closed(peer, "too many connections that have not asked for anything yet");
                socket.Dispose();
                return;
            }
            string? busId;
            try
            {
                busId = await AnswerAsync(socket, peer);
            }
            finally
            {
                _gate.Leave(address);
            }
            if (busId is not null) await Import(socket, busId, peer);
        }
        catch (ProtocolException e)
        {
            _logger.Closed(peer, e.Message);
        }
        catch (SocketException e)
        {
            _logger.Left(peer, e.Message);
        }
        catch (OperationCanceledException)
        {
            if (!_stopping.IsCancellationRequested) _logger.Closed(peer, $"no complete request within {_options.Limits.HandshakeTime.TotalSeconds:0} s");
        }
#pragma warning disable CA1031 // Whatever goes wrong ends this connection, loudly, and no other.
        catch (Exception e)
        {
            _logger.ConnectionFailure(e, peer);
        }
#pragma warning restore CA1031
        finally
        {
            socket.Dispose();
        }
    }

    /// <summary>Reads the request, and answers it unless it is an import.</summary>
    /// <returns>The bus id to import; null when the connection is over.</returns>
    async Task<string?> AnswerAsync(Socket socket, EndPoint? peer)
    {
        using var deadline = new CancellationTokenSource(_options.Limits.HandshakeTime, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _stopping.Token);
        if (await Handshake.ReadAsync(socket, both.Token) is not { } request)
        {
            _logger.Left(peer, "it closed the connection");
            return null;
        }
        if (request.Code == OpCode.RequestDeviceList)
        {
            IReadOnlyCollection<DeviceRecord> devices = _exports.List();
            byte[] reply = new byte[DeviceList.SizeOf(devices)];
            DeviceList.Write(reply, devices);
            await Handshake.SendAsync(socket, reply, both.Token);
            socket.Shutdown(SocketShutdown.Send);
            _logger.Listed(devices.Count, peer);
            return null;
        }
        if (BusId.TryRead(request.BusIdField, out BusId busId)) return busId.ToString();
        _logger.Refused("(no bus id)", peer, "the request names no valid bus id");
        await RefuseAsync(socket, OpStatus.NoDevice, both.Token);
        return null;
    }

    static async Task RefuseAsync(Socket socket, OpStatus status, CancellationToken cancellation)
    {
        byte[] reply = new byte[OpHeader.Size];
        new OpHeader(OpCode.ReplyImport, status).Write(reply);
        await Handshake.SendAsync(socket, reply, cancellation);
        socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Gives the device to the client, on a thread of its own, until the session ends. Completes then.</summary>
    Task Import(Socket socket, string busId, EndPoint? peer)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                new Attachment(_exports, _options, _logger, _time, _stopping.Token).Run(socket, busId, peer);
                ended.SetResult();
            }
#pragma warning disable CA1031 // Told to whoever awaits.
            catch (Exception e)
            {
                ended.SetException(e);
            }
#pragma warning restore CA1031
        }, SessionStackSize)
        {
            IsBackground = true,
            Name = $"usb {busId}",
        };
        thread.Start();
        return ended.Task;
    }

    void OnDeviceChanged(DeviceChange change)
    {
        DeviceInfo device = change.Device.Info;
        if (!_exports.IsShared(device)) return;
        if (change.Kind == DeviceChangeKind.Added) _logger.Sharing(device.BusId, NameOf(device));
        if (change.Kind == DeviceChangeKind.Removed) _logger.Unplugged(device.BusId, NameOf(device));
    }

    /// <summary>How a device is called in the log: <c>0781:5581 SanDisk Ultra</c>. What the device says of itself is cleaned of control characters.</summary>
    internal static string NameOf(DeviceInfo device)
    {
        string name = $"{device.Id} {device.Manufacturer} {device.Product}".TrimEnd();
        return string.Concat(name.Select(c => char.IsControl(c) ? '?' : c));
    }
}
