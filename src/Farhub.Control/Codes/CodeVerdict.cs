namespace Farhub.Control.Codes;

/// <summary>What a verifier says of a code. Wrong, Replayed and Malformed count as failures.</summary>
public enum CodeVerdict
{
    /// <summary>It is right, and used up from now on.</summary>
    Accepted,

    /// <summary>It is none of the codes that could be meant now.</summary>
    Wrong,

    /// <summary>It was right once: it, or a later one, has been used.</summary>
    Replayed,

    /// <summary>Too many failures: the code was not even looked at.</summary>
    Locked,

    /// <summary>It cannot be a code: wrong length, or characters that no code has.</summary>
    Malformed,

    /// <summary>It is right but far ahead of what was expected: the token's next code must follow. Neither success nor failure.</summary>
    NeedsSecondCode,
}
