namespace Farhub.CommandLine;

/// <summary><c>farhub login</c>.</summary>
/// <param name="Hub">As typed.</param>
/// <param name="User">Who; null for the name on this machine.</param>
/// <param name="Code">One-time code.</param>
/// <param name="PasswordFromInput">The password comes from standard input.</param>
/// <param name="TokenFromInput">An API token comes from standard input.</param>
/// <param name="Fingerprint">What the certificate has to be; null to ask.</param>
sealed record LoginRequest(string Hub, string? User, string? Code, bool PasswordFromInput, bool TokenFromInput, string? Fingerprint);
