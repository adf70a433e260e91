namespace Farhub.Transport.Tests;

public sealed class PortableConnectionUnixPairTests() : PortableConnectionTests(Wire.UnixPair);
