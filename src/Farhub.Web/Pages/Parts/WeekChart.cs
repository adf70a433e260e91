using System.Globalization;
using Farhub.Control.Schedules;

namespace Farhub.Web.Pages.Parts;

/// <summary>The present week of a schedule, as its own clocks show it: what is open on which day, for a picture and in words.</summary>
sealed class WeekChart
{
    const int MinutesPerDay = 24 * 60;
    const int DaysPerWeek = 7;

    /// <summary>More openings than these in a week no picture shows.</summary>
    const int MostSpans = 700;

    readonly List<Bar>[] _days = [.. Enumerable.Range(0, DaysPerWeek).Select(_ => new List<Bar>())];
    readonly TimeZoneInfo _zone;
    readonly DateTime _monday;

    /// <summary>Draws.</summary>
    /// <param name="schedule">When it is open; null for always.</param>
    /// <param name="zone">IANA name of the zone whose clocks count; UTC when there is none of that name.</param>
    /// <param name="now">A moment of the week.</param>
    internal WeekChart(Schedule? schedule, string zone, DateTimeOffset now)
    {
        _zone = TimeZoneInfo.TryFindSystemTimeZoneById(zone, out TimeZoneInfo? found) ? found : TimeZoneInfo.Utc;
        DateTime local = Reading(now);
        _monday = local.Date.AddDays(-IndexOf(local.DayOfWeek));
        (Today, NowMinute) = (IndexOf(local.DayOfWeek), (int)local.TimeOfDay.TotalMinutes);
        DateTimeOffset end = Moment(_monday.AddDays(DaysPerWeek));
        DateTimeOffset? at = Moment(_monday);
        bool isOpen = schedule?.IsOpenAt(at.Value) ?? true;
        for (int i = 0; i < MostSpans && at < end; i++)
        {
            DateTimeOffset? next = schedule?.NextChange(at.Value);
            if (isOpen) Add(Reading(at.Value), Reading(next < end ? next.Value : end));
            (at, isOpen) = (next, !isOpen);
        }
    }

    /// <summary>Index of the present day; 0 is Monday.</summary>
    internal int Today { get; }

    /// <summary>The present minute of the day.</summary>
    internal int NowMinute { get; }

    /// <summary>What is open on a day, in order.</summary>
    internal IReadOnlyList<Bar> On(int day) => _days[day];

    /// <summary>The date of a day.</summary>
    internal DateOnly DateOf(int day) => DateOnly.FromDateTime(_monday.AddDays(day));

    /// <summary>The week in words, days that are alike and follow each other together: <c>Mon to Fri 08:00 to 18:00</c>, <c>Sat and Sun closed</c>.</summary>
    internal IEnumerable<string> Words()
    {
        for (int first = 0; first < DaysPerWeek;)
        {
            int last = first;
            while (last + 1 < DaysPerWeek && _days[last + 1].SequenceEqual(_days[first])) last++;
            string days = first == last ? Names[first] : last == first + 1 ? $"{Names[first]} and {Names[last]}" : $"{Names[first]} to {Names[last]}";
            yield return $"{days} {TextOf(_days[first])}";
            first = last + 1;
        }
    }

    static string[] Names => Http.WindowFields.Days;

    static string TextOf(List<Bar> bars) => bars.Count == 0 ? "closed"
        : bars is [{ Start: 0, End: MinutesPerDay }] ? "all day"
        : string.Join(", ", bars.Select(b => $"{Clock(b.Start)} to {Clock(b.End)}"));

    static string Clock(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");

    static int IndexOf(DayOfWeek day) => ((int)day + 6) % DaysPerWeek;

    DateTime Reading(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, _zone).DateTime;

    DateTimeOffset Moment(DateTime reading) => new(reading, _zone.GetUtcOffset(reading));

    /// <summary>Cuts an opening at midnights. Where clocks go back it may end, by them, before it began: then there is nothing to draw.</summary>
    void Add(DateTime from, DateTime to)
    {
        for (int day = 0; day < DaysPerWeek; day++)
        {
            DateTime midnight = _monday.AddDays(day);
            int start = Math.Max(0, (int)(from - midnight).TotalMinutes), end = Math.Min(MinutesPerDay, (int)(to - midnight).TotalMinutes);
            if (start >= end) continue;
            // What follows without a gap is one opening.
            if (_days[day] is [.., { } last] && last.End >= start) _days[day][^1] = last with { End = Math.Max(last.End, end) };
            else _days[day].Add(new Bar(start, end));
        }
    }

    /// <summary>Open minutes of a day.</summary>
    /// <param name="Start">First minute.</param>
    /// <param name="End">First minute that is closed again; 1440 for midnight.</param>
    internal readonly record struct Bar(int Start, int End);
}
