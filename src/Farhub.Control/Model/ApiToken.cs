namespace Farhub.Control.Model;

/// <summary>What a program shows instead of a password. The token itself is shown once, when it is made.</summary>
public sealed record ApiToken : INamed
{
    /// <summary>Its id, which is also the first part of the token.</summary>
    public required string Name { get; init; }

    /// <summary>Whose it is.</summary>
    public required string User { get; init; }

    /// <summary>For people.</summary>
    public string Note { get; init => field = value ?? ""; } = "";

    /// <summary>What it is good for; never more than the user may.</summary>
    public TokenScope Scope { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>From then on it is refused; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>SHA-256 of the token, in hexadecimal. It is 256 random bits: nothing slower is needed to keep it from being guessed.</summary>
    [Secret]
    public required string Hash { get; init; }
}
