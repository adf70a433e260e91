using System.Globalization;
using Farhub.Control.Model;
using Farhub.Control.Scenarios;
using Farhub.Control.State;

namespace Farhub.Web.Pages.Scenarios;

/// <summary>What will happen, by days.</summary>
/// <param name="Zone">On the clocks of which time zone: that of the scenarios, or UTC where they do not have the same.</param>
/// <param name="Days">The days, each with what happens on it.</param>
sealed record Timeline(string Zone, IReadOnlyList<(string Day, IReadOnlyList<(string Time, ScenarioForecast What)> Things)> Days)
{
    /// <summary>Sorts what will happen into days.</summary>
    internal static Timeline Of(IReadOnlyList<ScenarioForecast> forecast, HubState state, DateTimeOffset now)
    {
        List<string> zones = [.. forecast.Select(f => state.Scenarios.GetValueOrDefault(f.Scenario)).OfType<Scenario>().Select(s => s.TimeZone).Distinct()];
        TimeZoneInfo zone = zones.Count == 1 && TimeZoneInfo.TryFindSystemTimeZoneById(zones[0], out TimeZoneInfo? found) ? found : TimeZoneInfo.Utc;
        DateOnly today = DayOf(now);
        return new Timeline(zone.Id, [.. forecast.GroupBy(f => DayOf(f.At)).Select(day => (
            NameOf(day.Key, today),
            (IReadOnlyList<(string, ScenarioForecast)>)[.. day.Select(f => (TimeZoneInfo.ConvertTime(f.At, zone).ToString("HH:mm", CultureInfo.InvariantCulture), f))]))]);

        DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
    }

    static string NameOf(DateOnly day, DateOnly today) => (day.DayNumber - today.DayNumber) switch
    {
        0 => "Today",
        1 => "Tomorrow",
        _ => day.ToString("ddd d MMM", CultureInfo.InvariantCulture),
    };
}
