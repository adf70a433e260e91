using System.Net;
using System.Net.Sockets;

namespace Farhub.Client.Tests;

/// <summary>A hub on loopback that does what a script says, once a connection.</summary>
sealed class ScriptedHub : IAsyncDisposable
{
    readonly TcpListener _listener;
    readonly CancellationTokenSource _stop = new();
    readonly Func<ScriptedPeer, Task> _script;
    readonly Task _accepting;

    internal ScriptedHub(Func<ScriptedPeer, Task> script, IPAddress? address = null)
    {
        _script = script;
        _listener = new TcpListener(address ?? IPAddress.Loopback, 0);
        _listener.Start();
        var endPoint = (IPEndPoint)_listener.LocalEndpoint;
        Address = HubAddress.Parse(endPoint.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{endPoint.Address}]:{endPoint.Port}" : $"{endPoint.Address}:{endPoint.Port}");
        _accepting = AcceptAsync();
    }

    internal HubAddress Address { get; }

    /// <summary>A hub whose device is imported already; the script goes on from there.</summary>
    internal static async Task<(ScriptedHub Hub, RemoteDevice Device)> WithDeviceAsync(Func<ScriptedPeer, Task> script, ImportOptions? options = null)
    {
        var hub = new ScriptedHub(async peer =>
        {
            await peer.EnumerateAsync();
            await script(peer);
        });
        return (hub, await RemoteDevice.ImportAsync(hub.Address, TestDevice.BusId, options));
    }

    async Task AcceptAsync()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync(_stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            socket.NoDelay = true;
            using var peer = new ScriptedPeer(socket);
            try
            {
                await _script(peer);
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                // The client has gone; whether it should have is the test's business.
            }
        }
    }

    /// <summary>Waits for the script, and fails with it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }
}
