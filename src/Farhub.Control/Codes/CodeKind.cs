namespace Farhub.Control.Codes;

/// <summary>What makes the codes of a secret differ from each other.</summary>
public enum CodeKind
{
    /// <summary>A counter (RFC 4226): a token with a button.</summary>
    Hotp,

    /// <summary>The time (RFC 6238): an authenticator app.</summary>
    Totp,

    /// <summary>A question that the hub asks (RFC 6287).</summary>
    Ocra,
}
