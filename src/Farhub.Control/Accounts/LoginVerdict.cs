namespace Farhub.Control.Accounts;

/// <summary>How far a login came.</summary>
public enum LoginVerdict
{
    /// <summary>They are in.</summary>
    LoggedIn,
    /// <summary>The password is right; their role asks for a one-time code too.</summary>
    CodeRequired,
}
