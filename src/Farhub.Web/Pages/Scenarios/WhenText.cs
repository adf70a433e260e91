using Farhub.Control.Schedules;
using Farhub.Control.State;
using Microsoft.AspNetCore.Http;

namespace Farhub.Web.Pages.Scenarios;

/// <summary>When a scenario runs, taken apart for a form and put together again.</summary>
/// <param name="Kind"><see cref="Weekly"/>, <see cref="Once"/>, <see cref="Idle"/>, one of <see cref="Events"/>, or <see cref="Written"/> for what no other fits.</param>
sealed record WhenText(string Kind)
{
    internal const string Weekly = "weekly", Once = "once", Idle = "idle", Written = "written";

    internal static readonly IReadOnlyList<string> DayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    /// <summary>What happens to a share.</summary>
    internal static readonly IReadOnlyList<string> Events = ["attached", "detached", "appeared", "disappeared", "error"];

    const string Local = "yyyy-MM-dd'T'HH:mm";

    /// <summary>Days of <see cref="Weekly"/>: <c>Mon</c>.</summary>
    internal IReadOnlyList<string> Days { get; init; } = [];

    /// <summary>Time of day of <see cref="Weekly"/>.</summary>
    internal string Time { get; init; } = "";

    /// <summary>The moment of <see cref="Once"/>, on the clocks of the scenario's zone: <c>2027-03-31T07:30</c>.</summary>
    internal string Moment { get; init; } = "";

    /// <summary>How many, for <see cref="Idle"/>.</summary>
    internal string Number { get; init; } = "30";

    /// <summary>Of what: <c>m</c> or <c>h</c>.</summary>
    internal string Unit { get; init; } = "m";

    /// <summary>What <see cref="Written"/> is.</summary>
    internal string Text { get; init; } = "";

    /// <summary>As the form sends it: <c>when.kind</c>, <c>when.days</c> and the rest.</summary>
    internal static WhenText Of(IFormCollection form) => new(form["when.kind"].ToString())
    {
        Days = [.. form["when.days"].OfType<string>().Where(d => d.Length > 0)],
        Time = form["when.time"].ToString(),
        Moment = form["when.moment"].ToString(),
        Number = form["when.number"].ToString(),
        Unit = form["when.unit"].ToString(),
        Text = form["when.text"].ToString(),
    };

    /// <summary>Takes what the API has apart.</summary>
    internal static WhenText Of(string when)
    {
        if (Events.Contains(when)) return new WhenText(when);
        if (when.StartsWith("idle ", StringComparison.Ordinal) && when[^1] is 'm' or 'h') return new WhenText(Idle) { Number = when["idle ".Length..^1], Unit = when[^1..] };
        if (!when.StartsWith("at ", StringComparison.Ordinal)) return new WhenText(Written) { Text = when };
        string time = when["at ".Length..].Trim();
        if (DateTime.TryParseExact(time, ["yyyy-MM-dd' 'HH:mm", Local], null, System.Globalization.DateTimeStyles.None, out DateTime local)) return new WhenText(Once) { Moment = local.ToString(Local) };
        if (!Recurrence.TryParse(time, "UTC", out Recurrence? at, out _) || at.Instant is not null) return new WhenText(Written) { Text = when };
        return new WhenText(Weekly) { Days = [.. DayNames.Where((_, i) => at.Days.HasFlag((Weekdays)(1 << i)))], Time = TimeOnly.FromTimeSpan(TimeSpan.FromMinutes(at.Minute)).ToString("HH:mm") };
    }

    /// <summary>Puts it together as the API takes it. What the API would say in its own words about a field that is not its own is said here.</summary>
    internal string Join(List<Mistake> mistakes)
    {
        switch (Kind)
        {
            case Weekly:
                if (Days.Count == 0) mistakes.Add(new Mistake("when.days", "have to be at least one"));
                if (Time.Length == 0) mistakes.Add(new Mistake("when.time", "is needed"));
                string weekly = $"{string.Join(',', Days)} {Time}";
                // Written as people would: Mon-Fri, not each of them.
                return $"at {(Recurrence.TryParse(weekly, "UTC", out Recurrence? at, out _) ? at.ToString() : weekly)}";
            case Once:
                if (Moment.Length == 0) mistakes.Add(new Mistake("when.moment", "is needed"));
                return $"at {Moment.Replace('T', ' ')}";
            case Idle:
                if (!int.TryParse(Number, out int number) || number < 1) mistakes.Add(new Mistake("when.number", "has to be a whole number, 1 or more"));
                return $"idle {Number}{Unit}";
            case Written:
                return Text;
            default:
                if (!Events.Contains(Kind)) mistakes.Add(new Mistake("when.kind", "has to be chosen"));
                return Kind;
        }
    }
}
