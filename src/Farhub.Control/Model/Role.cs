namespace Farhub.Control.Model;

/// <summary>What a user may do to the hub. To use devices takes a grant, whatever the role.</summary>
public enum Role
{
    /// <summary>Sees and uses what grants give, and manages the own password, tokens and one-time codes.</summary>
    User,
    /// <summary>Reads everything, secrets excepted; changes nothing.</summary>
    Auditor,
    /// <summary>Also ends leases, enables, disables, resets and power-cycles, and orders the queue.</summary>
    Operator,
    /// <summary>Everything.</summary>
    Admin,
}
