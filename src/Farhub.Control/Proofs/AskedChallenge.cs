using Farhub.Control.Codes;

namespace Farhub.Control.Proofs;

/// <summary>What one of a user's tokens is asked.</summary>
/// <param name="Credential">Id of the credential.</param>
/// <param name="Note">What the user calls it.</param>
/// <param name="Challenge">The question, how long it stands, and for what act.</param>
public sealed record AskedChallenge(string Credential, string Note, OcraChallenge Challenge);
