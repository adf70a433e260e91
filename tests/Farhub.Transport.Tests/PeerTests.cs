using System.Net;
using System.Net.Sockets;

namespace Farhub.Transport.Tests;

public sealed class PeerTests
{
    [Fact]
    public void Peer_IsTheOtherEnd_ForAsLongAsOneAsks()
    {
        using var pair = SocketPair.Open(Wire.Tcp);
        var expected = (IPEndPoint)pair.Far.LocalEndPoint!;
        using var connection = Connection.Own(pair.Near);
        Assert.Equal(expected, connection.Peer);
        connection.Abort();
        connection.Dispose();
        Assert.Equal(expected, connection.Peer); // The log line about the end wants it too.
    }

    [Fact]
    public void Peer_IsKnown_AlthoughTheConnectionWasResetBeforeWeLooked()
    {
        using var pair = SocketPair.Open(Wire.Tcp);
        pair.Far.LingerState = new LingerOption(true, 0);
        pair.Far.Close();
        using var connection = Connection.Own(pair.Near);
        Assert.NotNull(connection.Peer); // Accepting noted it.
    }

    [Fact]
    public void Peer_OfASocketPair_IsNull()
    {
        using var pair = SocketPair.Open(Wire.UnixPair);
        using var connection = Connection.Own(pair.Near);
        Assert.Null(connection.Peer);
    }
}
