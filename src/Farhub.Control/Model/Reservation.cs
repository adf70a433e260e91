namespace Farhub.Control.Model;

/// <summary>A share kept for somebody at a time ahead.</summary>
public sealed record Reservation : INamed
{
    /// <summary>Its id.</summary>
    public required string Name { get; init; }

    /// <summary>What.</summary>
    public required string Share { get; init; }

    /// <summary>For whom.</summary>
    public required string User { get; init; }

    /// <summary>From when.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Until when.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>For people.</summary>
    public string Note { get; init => field = value ?? ""; } = "";
}
