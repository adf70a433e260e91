namespace Farhub.Control.Model;

/// <summary>After an operator has ended a lease, its holder is refused for a while: some clients try again by themselves.</summary>
public sealed record Cooldown : INamed
{
    /// <summary>Its id.</summary>
    public required string Name { get; init; }

    /// <summary>What.</summary>
    public required string Share { get; init; }

    /// <summary>Who; null for whoever comes from the address.</summary>
    public string? User { get; init; }

    /// <summary>From where.</summary>
    public required string Address { get; init; }

    /// <summary>Until when.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Who ended the lease, and why.</summary>
    public string Reason { get; init; } = "";
}
