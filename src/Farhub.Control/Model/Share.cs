namespace Farhub.Control.Model;

/// <summary>A named device that people may be allowed to use. Its name is also its bus id at the classic door, so that scripts of stock clients keep working
/// wherever the device is plugged in.</summary>
public sealed record Share : INamed
{
    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <summary>Which device it is.</summary>
    public required DeviceBinding Device { get; init; }

    /// <summary>For people.</summary>
    public string Note { get; init => field = value ?? ""; } = "";

    /// <summary>Grants may speak of all shares with a tag.</summary>
    public IReadOnlyList<string> Tags { get; init => field = value ?? []; } = [];

    /// <summary>False: nobody may attach it, whatever grants say.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>When it may be used at all: the name of a schedule; null for always. A grant may narrow it.</summary>
    public string? Schedule { get; init; }
}
