namespace Farhub.Control.Accounts;

/// <summary>Somebody who is logged in.</summary>
/// <param name="Id">Its id.</param>
/// <param name="User">Who.</param>
/// <param name="Created">Since when.</param>
/// <param name="LastUsed">When it was last shown.</param>
sealed record LoginSession(string Id, string User, DateTimeOffset Created, DateTimeOffset LastUsed);
