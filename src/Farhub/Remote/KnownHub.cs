namespace Farhub.Remote;

/// <summary>A hub one has logged in to.</summary>
/// <param name="Address"><c>host:port</c> of its secure door.</param>
/// <param name="User">As whom.</param>
/// <param name="Token">What proves it.</param>
/// <param name="Fingerprint">SHA-256 of its certificate; null when this machine trusts it anyway.</param>
sealed record KnownHub(string Address, string User, string Token, string? Fingerprint);
