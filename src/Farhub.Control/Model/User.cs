namespace Farhub.Control.Model;

/// <summary>A person or a machine that can prove who it is.</summary>
public sealed record User : INamed
{
    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <summary>What they may do to the hub.</summary>
    public Role Role { get; init; }

    /// <summary>For people.</summary>
    public string Note { get; init => field = value ?? ""; } = "";

    /// <summary>False: every proof is refused.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Place in queues: higher first.</summary>
    public int Priority { get; init; }

    /// <summary>Hash of the password as the framework's hasher writes it; null for who has none and uses tokens.</summary>
    [Secret]
    public string? PasswordHash { get; init; }
}
