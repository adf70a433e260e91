namespace Farhub.Transport.Tests;

public sealed class LinuxConnectionTcpTests() : LinuxConnectionTests(Wire.Tcp);
