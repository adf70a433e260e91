namespace Farhub.Control.Proofs;

/// <summary>How somebody proves something, or what they still have to be asked for.</summary>
enum ProofWay
{
    /// <summary>They need not.</summary>
    None,
    /// <summary>They gave a code.</summary>
    Code,
    /// <summary>They gave an answer.</summary>
    Answer,
    /// <summary>They have to give a code.</summary>
    AskCode,
    /// <summary>They have to be asked a challenge.</summary>
    AskAnswer,
}
