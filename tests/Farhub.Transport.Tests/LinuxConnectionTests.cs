using System.Net.Sockets;

namespace Farhub.Transport.Tests;

public abstract class LinuxConnectionTests(Wire wire) : ConnectionTests(wire)
{
    private protected override Connection Open(Socket socket) => new LinuxConnection(socket);

    [Fact]
    public void Receive_FillsBothPiecesInOneCall()
    {
        Pair.Far.Send([1, 2, 3, 4, 5, 6, 7]);
        var first = new Block(3);
        var second = new Block(8);
        Assert.Equal(7, Near.Receive(first.Whole, second.Whole));
        Assert.Equal([1, 2, 3], first.Bytes);
        Assert.Equal([4, 5, 6, 7, 0, 0, 0, 0], second.Bytes);
    }

    [Fact]
    public void Own_ChoosesThisKind() => Assert.IsType<LinuxConnection>(Connection.Own(Pair.Near));
}
