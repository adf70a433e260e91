namespace Farhub.Control.Model;

/// <summary>Somebody who waits for a share.</summary>
public sealed record QueueEntry : INamed
{
    /// <summary>Its id.</summary>
    public required string Name { get; init; }

    /// <summary>What for.</summary>
    public required string Share { get; init; }

    /// <summary>Who.</summary>
    public required string User { get; init; }

    /// <summary>Higher first; among equals who came first.</summary>
    public int Priority { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Until when the free share is kept for them, once it is their turn; null before.</summary>
    public DateTimeOffset? OfferedUntil { get; init; }
}
