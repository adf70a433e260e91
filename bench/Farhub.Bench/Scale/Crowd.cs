using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Farhub.Protocol;

namespace Farhub.Bench.Scale;

/// <summary>Many clients of one hub on one thread.</summary>
/// <param name="port">Of the hub, on 127.0.0.1.</param>
sealed class Crowd(int port) : IDisposable
{
    readonly Epoll _epoll = new();
    readonly List<WireSession> _sessions = [];

    /// <summary>Asks for the list.</summary>
    /// <returns>Its devices, and how long it took from connecting to the end of the reply, before anything is made of the bytes.</returns>
    public (IReadOnlyList<BusId> Devices, TimeSpan Took) List()
    {
        long began = Stopwatch.GetTimestamp();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, port);
        byte[] bytes = new byte[4 << 20];
        new OpHeader(OpCode.RequestDeviceList).Write(bytes);
        socket.Send(bytes.AsSpan(0, OpHeader.Size));
        int have = 0;
        while (socket.Receive(bytes.AsSpan(have)) is > 0 and var received) have += received;
        TimeSpan took = Stopwatch.GetElapsedTime(began);

        ReadOnlySpan<byte> rest = bytes.AsSpan(OpHeader.Size, have - OpHeader.Size);
        int count = DeviceList.ReadCount(rest, UsbipLimits.Default);
        rest = rest[DeviceList.CountSize..];
        var devices = new List<BusId>(count);
        while (devices.Count < count)
        {
            devices.Add(DeviceRecord.Read(rest, out int interfaces).BusId);
            rest = rest[(DeviceRecord.Size + (interfaces * InterfaceRecord.Size))..];
        }
        return (devices, took);
    }

    /// <summary>Imports every device, one after the other, and lets a URB wait on each.</summary>
    public void Attach(IReadOnlyList<BusId> devices)
    {
        foreach (BusId busId in devices)
        {
            var session = new WireSession(port, busId);
            _sessions.Add(session);
            _epoll.Add(session.Socket, _sessions.Count - 1);
            session.SubmitIn();
        }
    }

    /// <summary>Sends a report through every device so many times a second, evenly spread, and measures how long each takes there and back.</summary>
    /// <returns>Milliseconds, ascending; how late this side sent, likewise, which says how busy the machine was; and how many reports were not sent
    /// because the one before had not come back.</returns>
    public (List<double> Milliseconds, List<double> SentLate, int Skipped) Report(double perSecond, TimeSpan duration)
    {
        var took = new List<double>((int)(_sessions.Count * perSecond * duration.TotalSeconds) + _sessions.Count);
        var sentLate = new List<double>(took.Capacity);
        int skipped = 0;
        double between = Stopwatch.Frequency / (perSecond * _sessions.Count);
        long began = Stopwatch.GetTimestamp();
        long total = (long)(duration.TotalSeconds * perSecond * _sessions.Count);
        for (long sent = 0; sent < total || (_sessions.Any(s => s.IsBusy) && Stopwatch.GetElapsedTime(began) < duration * 2);)
        {
            for (long now = Stopwatch.GetTimestamp(); sent < total && began + (long)(sent * between) <= now; sent++)
            {
                WireSession session = _sessions[(int)(sent % _sessions.Count)];
                sentLate.Add((now - began - (long)(sent * between)) * 1000.0 / Stopwatch.Frequency);
                if (session.IsBusy) skipped++;
                else session.SendReport();
            }
            foreach (EpollEvent one in _epoll.Wait(milliseconds: 1))
            {
                long ticks = _sessions[(int)one.Data].Receive();
                if (ticks != 0) took.Add(ticks * 1000.0 / Stopwatch.Frequency);
            }
        }
        if (_sessions.Any(s => s.IsBusy)) throw new InvalidOperationException($"{_sessions.Count(s => s.IsBusy)} reports never came back.");
        took.Sort();
        sentLate.Sort();
        return (took, sentLate, skipped);
    }

    public void Dispose()
    {
        foreach (WireSession session in _sessions) session.Dispose();
        _epoll.Dispose();
    }
}
