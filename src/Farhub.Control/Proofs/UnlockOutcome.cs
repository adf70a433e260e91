using Farhub.Control.Model;

namespace Farhub.Control.Proofs;

/// <summary>What came of it.</summary>
/// <param name="Verdict">How far they came.</param>
/// <param name="Text">One sentence about it.</param>
/// <param name="Unlock">What is open or pending; null while neither is.</param>
/// <param name="Challenges">What the user's tokens are asked, when an answer is needed: one of them has to answer.</param>
public sealed record UnlockOutcome(UnlockVerdict Verdict, string Text, Unlock? Unlock, IReadOnlyList<AskedChallenge> Challenges);
