using System.Net;
using System.Net.Sockets;
using Farhub.Protocol;

namespace Farhub.Bench.Host;

/// <summary>A client that asks for much and reads nothing of it, or little at a time.</summary>
sealed class DeafClient : IDisposable
{
    const int Urbs = 64;
    const int UrbSize = 1 << 20;
    const int Sip = 64 << 10;
    const int SipIntervalMs = 50;

    readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    readonly Thread? _sipping;
    volatile bool _isOver;

    /// <summary>Imports a device and asks.</summary>
    /// <param name="port">Of the hub.</param>
    /// <param name="busId">Which device.</param>
    /// <param name="reads">Whether it reads a little from time to time.</param>
    public DeafClient(int port, BusId busId, bool reads)
    {
        _socket.Connect(IPAddress.Loopback, port);
        byte[] bytes = new byte[OpHeader.Size + DeviceRecord.Size];
        new OpHeader(OpCode.RequestImport).Write(bytes);
        busId.Write(bytes.AsSpan(OpHeader.Size));
        _socket.Send(bytes.AsSpan(0, OpHeader.Size + BusId.FieldSize));
        for (int have = 0; have < bytes.Length;)
        {
            int received = _socket.Receive(bytes.AsSpan(have));
            if (received == 0) throw new InvalidOperationException($"The hub refuses {busId}.");
            have += received;
        }
        uint devId = DeviceRecord.Read(bytes.AsSpan(OpHeader.Size), out _).DevId;
        byte[] commands = new byte[Urbs * UrbHeader.Size];
        for (int i = 0; i < Urbs; i++)
        {
            new SubmitCommand((uint)(i + 1), devId, Direction: 1, Endpoint: 1, TransferFlags: 0, UrbSize, StartFrame: 0, PacketCount: 0, Interval: 0, Setup: default)
                .Write(commands.AsSpan(i * UrbHeader.Size));
        }
        _socket.Send(commands);
        if (!reads) return;
        _sipping = new Thread(TakeSips);
        _sipping.Start();
    }

    public void Dispose()
    {
        _isOver = true;
        _sipping?.Join(); // It never waits long: what it asked for is more than it ever takes.
        _socket.Dispose();
    }

    void TakeSips()
    {
        byte[] sip = new byte[Sip];
        while (!_isOver)
        {
            _socket.Receive(sip);
            Thread.Sleep(SipIntervalMs);
        }
    }
}
