using System.Net.Sockets;
using Farhub.Protocol;

namespace Farhub.Client;

/// <summary>A device that a hub has given to this client, as a connection nobody drives yet: every byte on it from now on is a URB.
/// Disposing it gives the device back.</summary>
public sealed class ImportedDevice : IDisposable
{
    Socket? _socket;

    internal ImportedDevice(HubAddress hub, DeviceRecord record, Socket socket)
    {
        Hub = hub;
        Record = record;
        _socket = socket;
    }

    /// <summary>Whose device it is.</summary>
    public HubAddress Hub { get; }

    /// <summary>What the hub said of it. Without interfaces.</summary>
    public DeviceRecord Record { get; }

    /// <summary>Takes the connection out; disposing it is the caller's from here on.</summary>
    /// <exception cref="InvalidOperationException">It was taken already, or disposed.</exception>
    public Socket TakeSocket() =>
        Interlocked.Exchange(ref _socket, null) ?? throw new InvalidOperationException("The connection has been taken or closed already.");

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _socket, null)?.Dispose();
}
