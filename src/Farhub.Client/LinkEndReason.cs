namespace Farhub.Client;

/// <summary>Why the connection of an imported device ended.</summary>
public enum LinkEndReason
{
    /// <summary>This side disposed the device.</summary>
    Disposed,
    /// <summary>The hub closed the connection, between messages: the device was unplugged there, or taken away.</summary>
    ClosedByHub,
    /// <summary>The connection broke.</summary>
    ConnectionLost,
    /// <summary>The hub sent what can never be valid.</summary>
    ProtocolViolation,
    /// <summary>The device did not answer while it was being imported.</summary>
    TimedOut,
}
