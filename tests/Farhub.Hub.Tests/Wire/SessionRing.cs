using System.Net.Sockets;
using Farhub.Devices;
using Farhub.Hub.Tests.Fakes;
using Farhub.Protocol;
using Farhub.Transport;

namespace Farhub.Hub.Tests.Wire;

/// <summary>A real session between a fake device and a client, over a pair of sockets in this process: no handshake, no listener.
/// Ends by itself when disposed, and fails then if anything was left behind.</summary>
sealed class SessionRing : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly Thread _thread;
    readonly Connection _connection;

    public SessionRing(UsbipLimits? limits = null, FakeDevice? device = null, TimeSpan? finishTime = null)
    {
        Device = device ?? new FakeDevice();
        (Socket ours, Socket theirs) = SocketPair.Create();
        _connection = Connection.Own(ours);
        Session = new Session(_connection, Device.Info, limits ?? UsbipLimits.Default, new MemoryBudget(long.MaxValue))
        {
            FinishTime = finishTime ?? Patience,
        };
        Client = new WireClient(theirs) { DevId = ((uint)Device.Info.BusNumber << 16) | (uint)Device.Info.DeviceNumber };
        using var opened = new ManualResetEventSlim();
        _thread = new Thread(() =>
        {
            OpenDevice open = Device.Open(Session, OpenOptions.Default);
            opened.Set();
            Session.Run(open);
        })
        { IsBackground = true, Name = $"usb {Device.Info.BusId}" };
        _thread.Start();
        Assert.True(opened.Wait(Patience));
    }

    public FakeDevice Device { get; }

    public FakeOpenDevice Open => Device.Opened!;

    internal Session Session { get; }

    /// <summary>For tests that make the session fail.</summary>
    public bool ExpectsFailure { get; init; }

    public WireClient Client { get; }

    /// <summary>Waits for the session's end, and checks that nothing is left of it.</summary>
    public SessionEnd WaitForEnd()
    {
        Assert.True(_thread.Join(Patience), "The session did not end.");
        Assert.True(Open.IsDisposed, "The device was not given back.");
        Assert.Equal(0, Device.LiveUrbs);
        Assert.Empty(Device.Violations);
        if (!ExpectsFailure && Session.Failure is { } failure) Assert.Fail(failure.ToString());
        return Session.End;
    }

    public void Dispose()
    {
        Client.Dispose();
        WaitForEnd();
        Session.Dispose();
        _connection.Dispose();
    }
}
