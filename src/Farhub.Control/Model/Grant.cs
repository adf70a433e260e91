namespace Farhub.Control.Model;

/// <summary>Who may use which shares, from where, when, with what proof, and for how long. Nothing is allowed without one.</summary>
public sealed record Grant : INamed
{
    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <summary>For people.</summary>
    public string Note { get; init => field = value ?? ""; } = "";

    /// <summary>False: as if it were not there.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Names of shares.</summary>
    public IReadOnlyList<string> Shares { get; init => field = value ?? []; } = [];

    /// <summary>Tags of shares.</summary>
    public IReadOnlyList<string> Tags { get; init => field = value ?? []; } = [];

    /// <summary>Names of users.</summary>
    public IReadOnlyList<string> Users { get; init => field = value ?? []; } = [];

    /// <summary>Names of groups.</summary>
    public IReadOnlyList<string> Groups { get; init => field = value ?? []; } = [];

    /// <summary>Addresses and CIDR ranges, or <c>any</c>. Without users and groups, whoever comes from there needs no name; with them, it must be one of
    /// them and come from there. None: from anywhere, which takes a user or a group.</summary>
    public IReadOnlyList<string> From { get; init => field = value ?? []; } = [];

    /// <summary>Name of a schedule; null for always.</summary>
    public string? Schedule { get; init; }

    /// <summary>What has to be proved for each attach.</summary>
    public Proof Proof { get; init; }

    /// <summary>Name of a group, a member of which, and not the user, has to approve each attach; null when nobody has to.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>Longest lease, in minutes; null for as long as one likes.</summary>
    public int? LongestLeaseMinutes { get; init; }

    /// <summary>A lease without a transfer for so many minutes ends; null for never.</summary>
    public int? IdleMinutes { get; init; }

    /// <summary>Devices that one holder may have at once by this grant; null for any number.</summary>
    public int? DevicesAtOnce { get; init; }

    /// <summary>True when it is about a share: by its name, or by one of its tags.</summary>
    public bool IsAbout(Share share) => Shares.Contains(share.Name) || Tags.Intersect(share.Tags).Any();
}
