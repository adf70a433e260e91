namespace Farhub.Transport.Tests;

public sealed class PortableConnectionTcpTests() : PortableConnectionTests(Wire.Tcp);
