using System.Net.Sockets;
using Farhub.Protocol;

namespace Farhub.Client;

/// <summary>What can be asked of a hub, or of any other USB/IP server, before URBs flow: one connection a question.</summary>
public static class HubClient
{
    /// <summary>Asks which devices can be imported.</summary>
    /// <param name="hub">Whom.</param>
    /// <param name="limits">What is accepted, and how long everything together may take.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>In the hub's order. Texts are as the hub sent them: clean them before they reach a terminal.</returns>
    /// <exception cref="HubException">It cannot be reached, does not answer in time, or answers no.</exception>
    /// <exception cref="ProtocolException">It answers what is no USB/IP.</exception>
    public static Task<IReadOnlyList<DeviceRecord>> ListAsync(HubAddress hub, UsbipLimits? limits = null, CancellationToken cancellationToken = default) =>
        ListAsync(hub, limits ?? UsbipLimits.Default, TimeProvider.System, cancellationToken);

    /// <summary>Takes a device. It is this client's until the result, or the socket taken out of it, is disposed.</summary>
    /// <param name="hub">From whom.</param>
    /// <param name="busId">Which.</param>
    /// <param name="limits">How long everything together may take.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ImportException">The hub says no; the status says why.</exception>
    /// <exception cref="HubException">It cannot be reached or does not answer in time.</exception>
    /// <exception cref="ProtocolException">It answers what is no USB/IP, or another device.</exception>
    public static Task<ImportedDevice> ImportAsync(HubAddress hub, BusId busId, UsbipLimits? limits = null, CancellationToken cancellationToken = default) =>
        ImportAsync(hub, busId, limits ?? UsbipLimits.Default, TimeProvider.System, cancellationToken);

    internal static Task<IReadOnlyList<DeviceRecord>> ListAsync(HubAddress hub, UsbipLimits limits, TimeProvider time, CancellationToken cancellationToken) =>
        AskAsync(
            hub, limits, time,
            socket =>
            {
                IReadOnlyList<DeviceRecord> devices = Handshake.List(socket, hub, limits);
                socket.Dispose();
                return devices;
            },
            cancellationToken);

    internal static Task<ImportedDevice> ImportAsync(HubAddress hub, BusId busId, UsbipLimits limits, TimeProvider time, CancellationToken cancellationToken) =>
        AskAsync(hub, limits, time, socket => new ImportedDevice(hub, Handshake.Import(socket, hub, busId), socket), cancellationToken);

    static async Task<T> AskAsync<T>(
        HubAddress hub, UsbipLimits limits, TimeProvider time, Func<Socket, T> ask, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(limits.HandshakeTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            Socket socket = await HubConnector.ConnectAsync(hub, time, either.Token);
            return await BlockingSocket.RunAsync(socket, () => ask(socket), either.Token);
        }
        catch (OperationCanceledException e) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new HubException(HubFailure.TimedOut, $"{hub} did not answer within {limits.HandshakeTime.TotalSeconds:0.#} s.", e);
        }
        catch (OperationCanceledException e) when (e.CancellationToken != cancellationToken && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken); // The caller's token, not the linked one.
        }
        catch (SocketException e)
        {
            throw new HubException(HubFailure.Closed, $"The connection to {hub} broke before its answer was complete: {e.Message}", e);
        }
    }
}
