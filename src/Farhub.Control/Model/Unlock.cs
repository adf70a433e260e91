using System.Text.Json.Serialization;

namespace Farhub.Control.Model;

/// <summary>A share opened for an address, for one import: how users of a stock client prove who they are.</summary>
public sealed record Unlock : INamed
{
    /// <summary>Its id.</summary>
    public required string Name { get; init; }

    /// <summary>What is open.</summary>
    public required string Share { get; init; }

    /// <summary>For whom.</summary>
    public required string User { get; init; }

    /// <summary>From where.</summary>
    public required string Address { get; init; }

    /// <summary>Until when the import must begin.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>How many minutes it is open from its approval on, if it needs one; <see cref="Until"/> is until then when nobody will be waited for any more.</summary>
    public int Minutes { get; init; } = 5;

    /// <summary>True when the user gave a code for it.</summary>
    public bool Proved { get; init; }

    /// <summary>True when the user answered a challenge for it.</summary>
    public bool Answered { get; init; }

    /// <summary>Who approved it; null when nobody was asked yet or had to be.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>The group somebody of which is asked to approve; while it is set and nobody has, nothing is open.</summary>
    public string? ApprovalOf { get; init; }

    /// <summary>True while somebody still has to approve it.</summary>
    [JsonIgnore]
    public bool IsPending => ApprovalOf is not null && ApprovedBy is null;
}
