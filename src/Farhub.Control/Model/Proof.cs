namespace Farhub.Control.Model;

/// <summary>What a grant asks for beside the name.</summary>
public enum Proof
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>A one-time code of the user's (HOTP, TOTP, or a recovery code).</summary>
    Code,
    /// <summary>The answer of the user's OCRA token to a challenge made for this share, user, address and time.</summary>
    Challenge,
}
