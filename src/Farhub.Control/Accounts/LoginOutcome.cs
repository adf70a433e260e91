namespace Farhub.Control.Accounts;

/// <summary>What a login led to.</summary>
/// <param name="Verdict">How far it came.</param>
/// <param name="Token">What to show from now on; null without a session.</param>
/// <param name="Identity">Who they are; null without a session.</param>
public sealed record LoginOutcome(LoginVerdict Verdict, string? Token, Identity? Identity)
{
    /// <summary>What it led to; never the token.</summary>
    public override string ToString() => $"{Verdict} {Identity?.User}".TrimEnd();
}
