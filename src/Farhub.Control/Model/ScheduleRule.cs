namespace Farhub.Control.Model;

/// <summary>A schedule as people write it.</summary>
public sealed record ScheduleRule : INamed
{
    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <summary>For people.</summary>
    public string Note { get; init => field = value ?? ""; } = "";

    /// <summary>IANA time zone such as <c>Europe/Berlin</c>.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Windows such as <c>Mon-Fri 08:00-18:00</c>; none means always.</summary>
    public IReadOnlyList<string> Windows { get; init => field = value ?? []; } = [];

    /// <summary>First day of validity; null for since ever.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day of validity; null for ever.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Days on which something else holds.</summary>
    public IReadOnlyList<ScheduleRuleException> Exceptions { get; init => field = value ?? []; } = [];
}
