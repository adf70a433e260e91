using System.Net.Sockets;

namespace Farhub.Transport.Tests;

public abstract class PortableConnectionTests(Wire wire) : ConnectionTests(wire)
{
    private protected override Connection Open(Socket socket) => new PortableConnection(socket);
}
