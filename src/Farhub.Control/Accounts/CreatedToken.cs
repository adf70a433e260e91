namespace Farhub.Control.Accounts;

/// <summary>A new API token.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">The token itself, which nobody can show a second time.</param>
public sealed record CreatedToken(string Id, string Text)
{
    /// <summary>Which it is; never the token.</summary>
    public override string ToString() => $"token {Id}";
}
