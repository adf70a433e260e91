namespace Farhub.Transport.Tests;

public sealed class LinuxConnectionUnixPairTests() : LinuxConnectionTests(Wire.UnixPair);
