namespace Farhub.Control.Schedules;

/// <content>What a schedule says to people.</content>
public sealed partial class Schedule
{
    /// <summary>For people, and short: <c>Mon-Fri 20:00-06:00 Europe/Berlin, until 2027-03-31</c>.</summary>
    public string Describe()
    {
        // Where every moment is open it does not matter whose clocks count.
        bool everyMoment = Windows.Count == 0 && ValidFrom is null && ValidUntil is null && _exceptions.Length == 0;
        string text = everyMoment ? WeekText.List(_weekly) : $"{WeekText.List(_weekly)} {ZoneId}";
        if (ValidFrom is { } first) text += $", from {first:yyyy-MM-dd}";
        if (ValidUntil is { } last) text += $"{(ValidFrom is null ? "," : "")} until {last:yyyy-MM-dd}";
        return _exceptions.Length switch
        {
            0 => text,
            1 => $"{text}, except {_exceptions[0]}",
            int count => $"{text}, with {count} exceptions",
        };
    }

    /// <summary>Why it is open or closed at a moment, and until when:
    /// <c>closed: Thu 13:02 Europe/Berlin is outside Mon-Fri 20:00-06:00; opens Thu 20:00</c>.</summary>
    public string Explain(DateTimeOffset instant)
    {
        long moment = instant.UtcTicks;
        if (SpanAt(moment) is { } span)
        {
            string until = EndOf(moment) is { } end && MomentOf(end) is not null ? $"closes {TimeText(end, moment)}" : "does not close";
            return $"open: {WhyOpen(moment, span)}; {until}";
        }
        string next = NextStart(moment) is { } start && MomentOf(start) is not null ? $"opens {TimeText(start, moment)}"
            : moment < _start ? "does not open"
            : "does not open again";
        return $"closed: {WhyClosed(moment)}; {next}";
    }

    /// <inheritdoc cref="Describe"/>
    public override string ToString() => Describe();

    /// <summary>Day and time on the clocks of the zone.</summary>
    string TimeText(long moment) => $"{WeekText.NameOf(_zone.DayAt(moment))} {ClockText(moment)}";

    /// <summary>Day and time of what comes later; with the date when the name of the day could be that of today or of another week.</summary>
    string TimeText(long moment, long now)
    {
        int day = _zone.DayAt(moment);
        string text = day - _zone.DayAt(now) < 7 ? TimeText(moment) : $"{WeekText.NameOf(day)} {DateText(day)} {ClockText(moment)}";
        // Without a word "Sun 02:45 … closes Sun 02:30" looks like a mistake.
        return _zone.ReadingAt(moment) > _zone.ReadingAt(now) ? text : $"{text}, after the clocks go back";
    }

    string ClockText(long moment) => $"{new DateTime(Math.Clamp(_zone.ReadingAt(moment), 0, DateTime.MaxValue.Ticks)):HH:mm}";

    static string DateText(int day) => $"{DateOnly.FromDayNumber(Math.Clamp(day, 0, DateOnly.MaxValue.DayNumber)):yyyy-MM-dd}";

    string WhyOpen(long moment, OpenSpan span)
    {
        string now = $"{TimeText(moment)} {ZoneId}";
        // The day that the opening belongs to may be yesterday, and an exception of today not the reason.
        ScheduleException? cause = DaysAround(moment).Where(day => SpansOf(day, RuleOf(day)).Contains(span)).Select(ExceptionOn).FirstOrDefault();
        return cause is not null ? $"{now} is inside {span.Window} of {cause.Dates}{cause.NoteInBrackets}"
            : span.Window == WeeklyWindow.Always ? $"{now}, always"
            : $"{now} is inside {span.Window}";
    }

    string WhyClosed(long moment)
    {
        if (moment < _start) return $"valid from {ValidFrom:yyyy-MM-dd} {ZoneId}";
        if (moment >= _end) return $"valid until {ValidUntil:yyyy-MM-dd} {ZoneId}";
        string now = $"{TimeText(moment)} {ZoneId}";
        // An exception of today is the reason; or one of yesterday, when it took away a window that would have passed midnight.
        ScheduleException? cause = ExceptionOn(_zone.DayAt(moment))
            ?? DaysAround(moment).Where(day => SpansOf(day, _weekly).Any(span => span.Contains(moment))).Select(ExceptionOn).FirstOrDefault(e => e is not null);
        return cause is null ? $"{now} is outside {WeekText.List(_weekly)}"
            : cause.IsClosed ? $"{now} belongs to {cause.Dates}, closed{cause.NoteInBrackets}"
            : $"{now} is outside {WeekText.List(cause.Windows)} of {cause.Dates}{cause.NoteInBrackets}";
    }
}
