namespace Farhub.Client;

/// <summary>Why a hub could not be asked, or did not give what was asked for.</summary>
public enum HubFailure
{
    /// <summary>The name has no address. May pass: names are often not resolvable right after boot.</summary>
    NameNotFound,
    /// <summary>Nobody listens on that port.</summary>
    ConnectionRefused,
    /// <summary>There is no way to that address.</summary>
    Unreachable,
    /// <summary>No connection, or no complete answer, in time.</summary>
    TimedOut,
    /// <summary>The hub closed the connection, or it broke, before the answer was complete.</summary>
    Closed,
    /// <summary>The hub answered, and the answer is no.</summary>
    Refused,
}
