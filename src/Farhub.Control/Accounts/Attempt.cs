namespace Farhub.Control.Accounts;

/// <summary>A password on its way to being looked at.</summary>
/// <param name="Account">Whose.</param>
/// <param name="IsKnown">Whether there is such a user.</param>
/// <param name="Place">From where, as <see cref="AttemptLimits"/> counts places.</param>
/// <param name="At">When.</param>
readonly record struct Attempt(string Account, bool IsKnown, string Place, DateTimeOffset At);
