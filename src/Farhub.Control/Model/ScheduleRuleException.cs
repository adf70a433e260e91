namespace Farhub.Control.Model;

/// <summary>A day, or days, on which something else holds.</summary>
public sealed record ScheduleRuleException
{
    /// <summary>The day, or the first.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day; null for one day.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Times such as <c>10:00-14:00</c> that hold instead; none: closed.</summary>
    public IReadOnlyList<string> Windows { get; init => field = value ?? []; } = [];

    /// <summary>Why, such as "holiday".</summary>
    public string Note { get; init => field = value ?? ""; } = "";
}
