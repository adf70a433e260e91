using System.Net;
using System.Net.Sockets;
using Farhub.Transport;

namespace Farhub.Client;

/// <summary>Opens a TCP connection to a hub, whichever of its addresses answers.</summary>
static class HubConnector
{
    /// <summary>Head start of an address over the next one: the recommended Connection Attempt Delay of RFC 8305, section 5.</summary>
    static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(250);

    /// <summary>Connects and tunes the socket.</summary>
    /// <exception cref="HubException">The name has no address, or none of them answers.</exception>
    /// <exception cref="OperationCanceledException">The token ended it.</exception>
    internal static async Task<Socket> ConnectAsync(HubAddress hub, TimeProvider time, CancellationToken cancellationToken)
    {
        IPAddress[] addresses = await ResolveAsync(hub, cancellationToken);
        using var race = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var attempts = new List<Task<Socket>>();
        Socket? winner = null;
        try
        {
            SocketException? failure = null;
            for (int next = 0; winner is null;)
            {
                if (next < addresses.Length) attempts.Add(ConnectAsync(addresses[next++], hub.Port, race.Token));
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

    static async Task<IPAddress[]> ResolveAsync(HubAddress hub, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(hub.Host, out IPAddress? literal)) return [literal];
        try
        {
            IPAddress[] addresses = await Dns.GetHostAddressesAsync(hub.Host, cancellationToken);
            if (addresses.Length > 0) return addresses;
        }
        catch (SocketException e)
        {
            throw new HubException(HubFailure.NameNotFound, $"The name {hub.Host} cannot be resolved: {e.Message}.", e);
        }
        throw new HubException(HubFailure.NameNotFound, $"The name {hub.Host} has no address.");
    }

    static Task<Socket> ConnectAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
#pragma warning disable CA2000 // BlockingSocket disposes it, or the caller gets it.
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
#pragma warning restore CA2000
        return BlockingSocket.RunAsync(
            socket,
            () =>
            {
                SocketTuning.Apply(socket);
                socket.Connect(address, port);
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

    static HubException Explain(HubAddress hub, SocketException e) => e.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => new HubException(HubFailure.ConnectionRefused, $"Nobody listens at {hub.Host}, port {hub.Port}: is the hub running?", e),
        SocketError.TimedOut => new HubException(HubFailure.TimedOut, $"{hub.Host}, port {hub.Port}, does not answer.", e),
        _ => new HubException(HubFailure.Unreachable, $"{hub.Host}, port {hub.Port}, cannot be reached: {e.Message}.", e),
    };
}
