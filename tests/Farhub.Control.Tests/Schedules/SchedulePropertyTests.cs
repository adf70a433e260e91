using Farhub.Control.Schedules;
using FsCheck;
using FsCheck.Fluent;

namespace Farhub.Control.Tests.Schedules;

public sealed class SchedulePropertyTests
{
    static readonly string[] Zones = ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Cairo", "UTC"];

    static readonly Gen<(MinuteGrid Grid, Schedule Schedule)> AroundAChange =
        from grid in Gen.Elements(AnySchedule.Grids)
        from schedule in AnySchedule.Schedule(grid.ZoneId, grid.Day, 2)
        select (grid, schedule);

    /// <summary>Any schedule at any moment of some years; limits and exceptions are up to two years away.</summary>
    static readonly Gen<(Schedule Schedule, DateTimeOffset Moment)> InYears =
        from zone in Gen.Elements(Zones)
        from schedule in AnySchedule.Schedule(zone, Moments.On("2026-06-15"), 700)
        from day in Gen.Choose(-1000, 1000)
        from second in Gen.Choose(0, 86_399)
        select (schedule, Moments.At("2026-06-15T00:00Z").AddDays(day).AddSeconds(second));

    [Fact]
    public void EveryMinuteAroundAChangeOfTheClocks_IsOpenAsOnTheClockByClockReference() => Prop.ForAll(Arb.From(AroundAChange), t =>
    {
        bool[] open = Reference(t.Grid, t.Schedule);
        return t.Grid.Middle.All(i => t.Schedule.IsOpenAt(t.Grid.MomentOf(i)) == open[i]);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(80));

    [Fact]
    public void ChangesAroundAChangeOfTheClocks_AreThoseThatGoingMinuteByMinuteFinds() => Prop.ForAll(Arb.From(AroundAChange), t =>
    {
        bool[] open = Reference(t.Grid, t.Schedule);
        int[] middle = [.. t.Grid.Middle];
        DateTimeOffset last = t.Grid.MomentOf(middle[^1]);
        DateTimeOffset[] expected = [.. middle.Skip(1).Where(i => open[i] != open[i - 1]).Select(t.Grid.MomentOf)];
        List<DateTimeOffset> actual = [];
        for (DateTimeOffset? at = t.Schedule.NextChange(t.Grid.MomentOf(middle[0])); at <= last; at = t.Schedule.NextChange(at.Value)) actual.Add(at.Value);
        return expected.SequenceEqual(actual);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void NextChange_IsLaterAndFlips() => Prop.ForAll(Arb.From(InYears), t =>
        t.Schedule.NextChange(t.Moment) is not { } next
        || (next > t.Moment && t.Schedule.IsOpenAt(next) != t.Schedule.IsOpenAt(next.AddTicks(-1)) && t.Schedule.IsOpenAt(next) != t.Schedule.IsOpenAt(t.Moment)))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void UntilNextChange_NothingChanges() => Prop.ForAll(Arb.From(InYears), t =>
    {
        bool open = t.Schedule.IsOpenAt(t.Moment);
        TimeSpan stretch = (t.Schedule.NextChange(t.Moment) ?? t.Moment.AddDays(1500)) - t.Moment;
        return Enumerable.Range(0, 200).All(i => t.Schedule.IsOpenAt(t.Moment + (stretch * (i / 200.0))) == open);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void OpenUntil_IsTheNextChangeOfWhatIsOpen_AndNothingOtherwise() => Prop.ForAll(Arb.From(InYears), t =>
        t.Schedule.OpenUntil(t.Moment) == (t.Schedule.IsOpenAt(t.Moment) ? t.Schedule.NextChange(t.Moment) ?? DateTimeOffset.MaxValue : null))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Explanation_BeginsWithTheAnswer() => Prop.ForAll(Arb.From(InYears), t =>
        t.Schedule.Explain(t.Moment).StartsWith(t.Schedule.IsOpenAt(t.Moment) ? "open: " : "closed: ", StringComparison.Ordinal))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    static bool[] Reference(MinuteGrid grid, Schedule schedule)
    {
        bool[] open = new bool[grid.Count];
        int from = schedule.ValidFrom is { } first ? grid.FirstAt(first.ToDateTime(TimeOnly.MinValue)) : 0;
        int until = schedule.ValidUntil is { } last ? grid.LastBefore(last.AddDays(1).ToDateTime(TimeOnly.MinValue)) : grid.Count;
        foreach (DateOnly day in grid.Days)
        {
            IReadOnlyList<WeeklyWindow> windows = schedule.Exceptions.LastOrDefault(e => e.First <= day && day <= e.Last)?.Windows
                ?? (schedule.Windows.Count == 0 ? [WeeklyWindow.Always] : schedule.Windows);
            foreach (WeeklyWindow window in windows.Where(w => w.Days.ToString().Contains($"{day.DayOfWeek}", StringComparison.Ordinal) || w.Days == Weekdays.All))
            {
                DateTime midnight = day.ToDateTime(TimeOnly.MinValue);
                DateTime end = midnight.AddMinutes(window.EndMinute);
                int start = Math.Max(from, grid.FirstAt(midnight.AddMinutes(window.StartMinute)));
                int stop = Math.Min(until, grid.LastBefore(window.EndMinute < window.StartMinute ? end.AddDays(1) : end));
                if (start < stop) Array.Fill(open, true, start, stop - start);
            }
        }
        return open;
    }
}
