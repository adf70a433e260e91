namespace Farhub.Control.Codes;

/// <summary>What a challenger says of a response.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="State">The state that must replace the one that went in.</param>
/// <param name="Challenge">The challenge that was answered; when accepted, its id must be stored as used before anything is done. Null when none was.</param>
public readonly record struct OcraOutcome(CodeVerdict Verdict, CodeState State, OcraChallenge? Challenge);
