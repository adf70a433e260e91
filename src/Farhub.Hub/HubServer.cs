using System.Net;
using System.Net.Sockets;
using Farhub.Devices;
using Farhub.Hub.Admission;
using Microsoft.Extensions.Logging;

namespace Farhub.Hub;

/// <summary>The hub's data plane. Listens at the classic door, answers lists, turns imports into sessions, and ends them in an orderly way. A connection that
/// came through another door is given to it with <see cref="Accept"/>.</summary>
public sealed class HubServer : IAsyncDisposable
{
    /// <summary>Longest a stop waits for sessions to give their devices back.</summary>
    public static readonly TimeSpan DefaultDrainTime = TimeSpan.FromSeconds(5);

    readonly IReadOnlyList<IDeviceSource> _sources;
    readonly OpenAdmission? _open;
    readonly ILogger _logger;
    readonly TimeProvider _time;
    readonly Exports _exports;
    readonly ClassicDoor _door;
    bool _isDisposed;

    /// <summary>Makes a hub that nobody manages: it offers what its options share to everybody. It does nothing before <see cref="Start"/>.</summary>
    /// <param name="options">What it listens on and shares.</param>
    /// <param name="sources">Where its devices come from; the caller disposes them after the hub.</param>
    /// <param name="logger">Gets a line for each share, attach, detach and refusal.</param>
    /// <param name="time">The clock of handshakes.</param>
    public HubServer(HubOptions options, IReadOnlyList<IDeviceSource> sources, ILogger<HubServer> logger, TimeProvider? time = null)
        : this(options, new OpenAdmission(sources, options.Shares), logger, time)
    {
        _sources = sources;
    }

    /// <summary>Makes a hub that asks who may import what. It does nothing before <see cref="Start"/>.</summary>
    /// <param name="options">What it listens on; what it shares is the admission's affair.</param>
    /// <param name="admission">Decides about each list and import.</param>
    /// <param name="logger">Gets a line for each attach, detach and refusal.</param>
    /// <param name="time">The clock of handshakes.</param>
    public HubServer(HubOptions options, IAdmission admission, ILogger<HubServer> logger, TimeProvider? time = null)
    {
        _sources = [];
        _open = admission as OpenAdmission;
        _logger = logger;
        _time = time ?? TimeProvider.System;
        _exports = new Exports(admission, options.LeavingTime);
        _door = new ClassicDoor(options, _exports, logger, _time);
    }

    /// <summary>Where it listens, with the ports really taken; nowhere once it stops.</summary>
    public IReadOnlyList<EndPoint> Endpoints => _door.Endpoints;

    /// <summary>Number of sessions now.</summary>
    public int SessionCount => _exports.Sessions.Count;

    /// <summary>Number of connections now, attached or not.</summary>
    internal int ConnectionCount => _door.ConnectionCount;

    /// <summary>Binds and begins to accept.</summary>
    /// <exception cref="SocketException">An address cannot be listened on; nothing is listened on then.</exception>
    public void Start()
    {
        _door.Listen();
        foreach (IDeviceSource source in _sources) source.Changed += OnDeviceChanged;
        foreach (IUsbDevice device in _open?.Shared ?? []) _logger.Sharing(device.Info.BusId, NameOf(device.Info));
        foreach (EndPoint endpoint in _door.Endpoints) _logger.Listening(endpoint);
        _door.Open();
    }

    /// <summary>Takes a connected socket over that came through another door, and serves USB/IP on it as at the classic one.</summary>
    /// <param name="socket">The connection; disposed in the end.</param>
    /// <param name="visitor">Who is at its other end.</param>
    public void Accept(Socket socket, Visitor visitor) => _door.Welcome(socket, visitor);

    /// <summary>Ends one session, as an operator: its client sees the device unplugged.</summary>
    /// <param name="busId">Where the device is plugged in.</param>
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
        await _door.CloseAsync();
        foreach (IDeviceSource source in _sources) source.Changed -= OnDeviceChanged;
        if (SessionCount > 0) _logger.Stopping(SessionCount);
        foreach (Session session in _exports.Sessions) session.Stop();
        Task all = _door.ConnectionsEnded;
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
        _door.Dispose();
    }

    void OnDeviceChanged(DeviceChange change)
    {
        DeviceInfo device = change.Device.Info;
        if (_open?.IsShared(device) != true) return;
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
