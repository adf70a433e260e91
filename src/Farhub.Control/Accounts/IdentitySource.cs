namespace Farhub.Control.Accounts;

/// <summary>How somebody showed who they are.</summary>
public enum IdentitySource
{
    /// <summary>With name and password, and a code where one is needed.</summary>
    Login,
    /// <summary>With an API token.</summary>
    Token,
    /// <summary>By being root at the hub itself: no user of the hub, and may everything there.</summary>
    Local,
}
