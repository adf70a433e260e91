namespace Farhub.Transport.Tests;

/// <summary>What two test connections are joined by.</summary>
public enum Wire
{
    Tcp,
    UnixPair,
}
