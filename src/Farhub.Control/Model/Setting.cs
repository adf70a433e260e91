namespace Farhub.Control.Model;

/// <summary>Something the hub must remember about itself.</summary>
public sealed record Setting : INamed
{
    /// <summary>Which.</summary>
    public required string Name { get; init; }

    /// <summary>Its value.</summary>
    [Secret]
    public required string Value { get; init; }
}
