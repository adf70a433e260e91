namespace Farhub.Control.Model;

/// <summary>Users that grants speak of together.</summary>
public sealed record Group : INamed
{
    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <summary>For people.</summary>
    public string Note { get; init => field = value ?? ""; } = "";

    /// <summary>Names of users.</summary>
    public IReadOnlyList<string> Members { get; init => field = value ?? []; } = [];
}
