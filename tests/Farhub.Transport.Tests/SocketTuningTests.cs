using System.Net.Sockets;

namespace Farhub.Transport.Tests;

public sealed class SocketTuningTests
{
    [Fact]
    public void Options_AreReallySet()
    {
        using var pair = SocketPair.Open(Wire.Tcp);
        Socket socket = pair.Near;
        Assert.False(socket.NoDelay);

        SocketTuning.Apply(socket);

        Assert.True(socket.NoDelay);
        Assert.NotEqual(0, socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
        Assert.Equal(10, socket.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime));
        Assert.Equal(1, socket.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval));
        Assert.Equal(5, socket.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount));
        byte[] milliseconds = new byte[4];
        Assert.Equal(4, socket.GetRawSocketOption(optionLevel: 6, optionName: 18, milliseconds)); // IPPROTO_TCP, TCP_USER_TIMEOUT
        Assert.Equal(15_000, BitConverter.ToInt32(milliseconds));
    }

    [Fact]
    public void UnixSocket_NeedsNone()
    {
        using var pair = SocketPair.Open(Wire.UnixPair);
        SocketTuning.Apply(pair.Near);
        Assert.Equal(0, pair.Near.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
    }

    [Fact]
    public void ClosedSocket_IsRefused()
    {
        using var pair = SocketPair.Open(Wire.Tcp);
        pair.Near.Close();
        Assert.Throws<ObjectDisposedException>(() => SocketTuning.Apply(pair.Near));
    }
}
