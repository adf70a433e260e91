namespace Farhub.Control.Proofs;

/// <summary>How far somebody came with opening a share.</summary>
public enum UnlockVerdict
{
    /// <summary>It is open.</summary>
    Open,
    /// <summary>All was given that the user has to; somebody else has to approve it now.</summary>
    Pending,
    /// <summary>A one-time code is needed.</summary>
    NeedsCode,
    /// <summary>The answer to a challenge is needed.</summary>
    NeedsAnswer,
    /// <summary>The code is right, but far ahead: the token's next one is needed too.</summary>
    NeedsSecondCode,
    /// <summary>The code is wrong.</summary>
    WrongCode,
    /// <summary>The answer is wrong.</summary>
    WrongAnswer,
    /// <summary>The code, or an answer to this challenge, was used before.</summary>
    Used,
    /// <summary>Too many wrong ones: none is looked at for a while.</summary>
    Locked,
}
