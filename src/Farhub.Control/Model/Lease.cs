namespace Farhub.Control.Model;

/// <summary>One holder's right to one share. Kept while it lasts; the audit has it afterwards.</summary>
public sealed record Lease : INamed
{
    /// <summary>Name of the share: there is one lease on it at a time.</summary>
    public required string Name { get; init; }

    /// <summary>Who has it: a user, or null for whoever comes from <see cref="Address"/>.</summary>
    public string? User { get; init; }

    /// <summary>Where it is used.</summary>
    public required string Address { get; init; }

    /// <summary>Greater than of every lease before, on any share: what is late of an older one can be told.</summary>
    public required long Epoch { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it ends at the latest; null for when the holder likes.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The grant it was given by.</summary>
    public required string Grant { get; init; }

    /// <summary>Whether a code or an answer was given for it.</summary>
    public bool Proved { get; init; }

    /// <summary>Who approved it; null for nobody.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>True when the two have the same holder.</summary>
    public bool IsHeldBy(string? user, string address) => User is null && user is null ? Address == address : User == user;
}
