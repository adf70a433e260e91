using Farhub.Control.Schedules;

namespace Farhub.Web.Pages.Access;

/// <summary>What comes next in a schedule.</summary>
static class ScheduleFacts
{
    /// <summary>The next openings and closings after a moment, in order.</summary>
    internal static IReadOnlyList<(DateTimeOffset At, bool Opens)> Next(Schedule schedule, DateTimeOffset after, int count)
    {
        List<(DateTimeOffset, bool)> changes = [];
        bool isOpen = schedule.IsOpenAt(after);
        while (changes.Count < count && schedule.NextChange(after) is { } next)
        {
            isOpen = !isOpen;
            changes.Add((next, isOpen));
            after = next;
        }
        return changes;
    }

    /// <summary>A moment as the schedule's own clocks show it: <c>Mon 23 Nov 08:00</c>.</summary>
    internal static string Clock(Schedule schedule, DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(schedule.ZoneId)).ToString("ddd d MMM HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
