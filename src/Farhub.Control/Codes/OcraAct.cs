namespace Farhub.Control.Codes;

/// <summary>What a response approves: this user, from this address, uses this share.</summary>
/// <param name="ShareId">The share.</param>
/// <param name="User">The user.</param>
/// <param name="ClientAddress">Where the client is; spelled the same way each time.</param>
public sealed record OcraAct(string ShareId, string User, string ClientAddress);
