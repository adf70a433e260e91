namespace Farhub.Control.Model;

/// <summary>What happens by itself, at times or on events.</summary>
public sealed record Scenario : INamed
{
    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <summary>For people.</summary>
    public string Note { get; init => field = value ?? ""; } = "";

    /// <summary>False: as if it were not there.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Names of shares it is about.</summary>
    public IReadOnlyList<string> Shares { get; init => field = value ?? []; } = [];

    /// <summary>Tags of shares it is about.</summary>
    public IReadOnlyList<string> Tags { get; init => field = value ?? []; } = [];

    /// <summary>When: <c>attached</c>, <c>detached</c>, <c>appeared</c>, <c>disappeared</c>, <c>error</c>, <c>idle 30m</c>, or a time such as <c>at Mon-Fri 07:30</c>.</summary>
    public required string When { get; init; }

    /// <summary>IANA time zone of a time.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>What, in order: <c>enable</c>, <c>disable</c>, <c>release</c>, <c>reset</c>, <c>power-cycle</c>, <c>run COMMAND</c>, <c>webhook URL</c>.</summary>
    public IReadOnlyList<string> Do { get; init => field = value ?? []; } = [];
}
