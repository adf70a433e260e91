namespace Farhub.Control.Accounts;

/// <summary>What a look at a password says.</summary>
enum PasswordCheck
{
    /// <summary>It is not the one.</summary>
    Wrong,
    /// <summary>It is the one.</summary>
    Right,
    /// <summary>It is the one, and its hash was made when less was asked of a hash.</summary>
    RightButOld,
}
