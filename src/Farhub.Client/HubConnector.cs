using System.Net;
using System.Net.Sockets;
using Farhub.Transport;

namespace Farhub.Client;

/// <summary>Opens a connection to a hub: to its Unix socket, or by TCP, whichever of its addresses answers.</summary>
static class HubConnector
{
    /// <summary>Head start of an address over the next one: the recommended Connection Attempt Delay of RFC 8305, section 5.</summary>
    static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(250);

    /// <summary>Connects and tunes the socket.</summary>
    /// <exception cref="HubException">The name has no address, or none of them answers.</exception>
    /// <exception cref="OperationCanceledException">The token ended it.</exception>
    internal static async Task<Socket> ConnectAsync(HubAddress hub, TimeProvider time, CancellationToken cancellationToken)
    {
        EndPoint[] addresses = await ResolveAsync(hub, cancellationToken);
        using var race = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var attempts = new List<Task<Socket>>();
        Socket? winner = null;
        try
        {
            SocketException? failure = null;
            for (int next = 0; winner is null;)
            {
                if (next < addresses.Length) attempts.Add(ConnectAsync(addresses[next++], race.Token));
                if (attempts.Count == 0) throw Explain(hub, failure!);
                Task<Task<Socket>> first = Task.WhenAny(attempts);
                if (next < addresses.Length)
                {
                    Task headStart = Task.Delay(HeadStart, time, race.Token);
                    if (await Task.WhenAny(first, headStart) == headStart)
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        continue;
                    }
                }
                Task<Socket> attempt = await first;
                attempts.Remove(attempt);
                try
                {
                    winner = await attempt;
                }
                catch (SocketException e)
                {
                    failure = e;
                }
            }
            return winner;
        }
        finally
        {
            await race.CancelAsync();
            foreach (Task<Socket> loser in attempts) await DisposeAsync(loser);
        }
    }

    static async Task<EndPoint[]> ResolveAsync(HubAddress hub, CancellationToken cancellationToken)
    {
        if (hub.UnixPath is { } path) return [new UnixDomainSocketEndPoint(path)];
        if (IPAddress.TryParse(hub.Host, out IPAddress? literal)) return [new IPEndPoint(literal, hub.Port)];
        try
        {
            IPAddress[] addresses = await Dns.GetHostAddressesAsync(hub.Host, cancellationToken);
            if (addresses.Length > 0) return [.. addresses.Select(a => new IPEndPoint(a, hub.Port))];
        }
        catch (SocketException e)
        {
            throw new HubException(HubFailure.NameNotFound, $"The name {hub.Host} cannot be resolved: {e.Message}.", e);
        }
        throw new HubException(HubFailure.NameNotFound, $"The name {hub.Host} has no address.");
    }

    static Task<Socket> ConnectAsync(EndPoint address, CancellationToken cancellationToken)
    {
#pragma warning disable CA2000 // BlockingSocket disposes it, or the caller gets it.
        var socket = new Socket(address.AddressFamily, SocketType.Stream, address is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
#pragma warning restore CA2000
        return BlockingSocket.RunAsync(
            socket,
            () =>
            {
                SocketTuning.Apply(socket);
                socket.Connect(address);
                return socket;
            },
            cancellationToken);
    }

    static async Task DisposeAsync(Task<Socket> loser)
    {
        try
        {
            (await loser).Dispose();
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // It lost the race; why it would have failed interests nobody.
        }
    }

    static HubException Explain(HubAddress hub, SocketException e) => hub.UnixPath is { } path ? ExplainUnix(path, e) : e.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => new HubException(HubFailure.ConnectionRefused, $"Nobody listens at {hub.Host}, port {hub.Port}: is the hub running?", e),
        SocketError.TimedOut => new HubException(HubFailure.TimedOut, $"{hub.Host}, port {hub.Port}, does not answer.", e),
        _ => new HubException(HubFailure.Unreachable, $"{hub.Host}, port {hub.Port}, cannot be reached: {e.Message}.", e),
    };

    static HubException ExplainUnix(string path, SocketException e) => e.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => new HubException(HubFailure.ConnectionRefused, $"Nobody listens at {path}: is the hub running?", e),
        SocketError.AddressNotAvailable => new HubException(HubFailure.ConnectionRefused, $"There is no {path}: is the hub running?", e),
        _ => new HubException(HubFailure.Unreachable, $"{path} cannot be reached: {e.Message}.", e),
    };
}
