using System.Diagnostics.CodeAnalysis;

namespace Farhub.Control.Schedules;

/// <summary>When something is open: weekly windows in the wall-clock time of a zone, days of exception, and a first and last day. Immutable, and
/// without a clock: every question names its moment.</summary>
/// <remarks>
/// <para>A window that starts at a time which the clocks skip starts when they jump; one that ends there ends then. A window that starts in an hour
/// which is repeated starts at the first of the two times; one that ends within it ends at the second.</para>
/// <para>A window belongs to the day on which it starts, also for exceptions. The first and the last day are limits of the clock instead: nothing is
/// open before midnight of the first nor after midnight of the last, and a window that passes these midnights is cut.</para>
/// <para>Moments in answers are in UTC.</para>
/// </remarks>
public sealed partial class Schedule
{
    /// <summary>When nothing has changed in as many days, nothing will before the next limit or exception: a week repeats, and twice because one
    /// of the windows may fall into hours that the clocks skip.</summary>
    const int QuietDays = 15;

    readonly ZoneRules _zone;
    readonly WeeklyWindow[] _weekly;
    readonly ScheduleException[] _exceptions;

    /// <summary>Days on which another rule may count than the day before, in order.</summary>
    readonly int[] _turns;

    /// <summary>First moment of the first day, and the first after the last one.</summary>
    readonly long _start = long.MinValue;
    readonly long _end = long.MaxValue;

    Schedule(ZoneRules zone, WeeklyWindow[] weekly, DateOnly? validFrom, DateOnly? validUntil, ScheduleException[] exceptions)
    {
        _zone = zone;
        _weekly = weekly.Length == 0 ? [WeeklyWindow.Always] : weekly;
        _exceptions = exceptions;
        Windows = weekly.AsReadOnly();
        Exceptions = exceptions.AsReadOnly();
        ValidFrom = validFrom;
        ValidUntil = validUntil;
        SortedSet<int> turns = [.. exceptions.Select(e => e.First.DayNumber), .. exceptions.Select(e => e.Last.DayNumber + 1)];
        if (validFrom is { } first)
        {
            _start = zone.FirstAt(ReadingOf(first.DayNumber, 0));
            turns.Add(first.DayNumber);
        }
        if (validUntil is { } last)
        {
            _end = zone.LastBefore(ReadingOf(last.DayNumber + 1, 0));
            turns.Add(last.DayNumber + 1);
        }
        _turns = [.. turns];
    }

    /// <summary>Open at every moment.</summary>
    public static Schedule Always { get; } = Create("UTC");

    /// <summary>IANA name of the zone whose clocks count.</summary>
    public string ZoneId => _zone.Id;

    /// <summary>Windows of the week; empty when every moment is open.</summary>
    public IReadOnlyList<WeeklyWindow> Windows { get; }

    /// <summary>First day in the zone; null without such a limit.</summary>
    public DateOnly? ValidFrom { get; }

    /// <summary>Last day in the zone, which is still part of it; null without such a limit.</summary>
    public DateOnly? ValidUntil { get; }

    /// <summary>Days on which the weekly windows do not count. Where two cover a day, the later in the list counts.</summary>
    public IReadOnlyList<ScheduleException> Exceptions { get; }

    /// <summary>Makes a schedule of parts that may be wrong.</summary>
    /// <param name="zoneId">IANA name of a time zone, such as Europe/Berlin, or UTC.</param>
    /// <param name="windows">Windows of the week; none for every moment.</param>
    /// <param name="validFrom">First day, or null.</param>
    /// <param name="validUntil">Last day, which is still part of it, or null.</param>
    /// <param name="exceptions">Days on which other rules count; of two for the same day the later in the list counts.</param>
    /// <param name="schedule">What was made.</param>
    /// <param name="error">One sentence that says what is wrong.</param>
    public static bool TryCreate(
        string? zoneId,
        IEnumerable<WeeklyWindow> windows,
        DateOnly? validFrom,
        DateOnly? validUntil,
        IEnumerable<ScheduleException> exceptions,
        [NotNullWhen(true)] out Schedule? schedule,
        [NotNullWhen(false)] out string? error)
    {
        schedule = null;
        if (!ZoneRules.TryFind(zoneId, out ZoneRules? zone, out error)) return false;
        if (validUntil < validFrom)
        {
            error = $"A schedule cannot end on {validUntil:yyyy-MM-dd}, before it starts on {validFrom:yyyy-MM-dd}.";
            return false;
        }
        schedule = new Schedule(zone, [.. windows], validFrom, validUntil, [.. exceptions]);
        return true;
    }

    /// <summary>Makes a schedule of parts that are known to fit.</summary>
    /// <exception cref="ArgumentException">They do not; the message says why.</exception>
    public static Schedule Create(
        string zoneId,
        IEnumerable<WeeklyWindow>? windows = null,
        DateOnly? validFrom = null,
        DateOnly? validUntil = null,
        IEnumerable<ScheduleException>? exceptions = null) =>
        TryCreate(zoneId, windows ?? [], validFrom, validUntil, exceptions ?? [], out Schedule? schedule, out string? error)
            ? schedule
            : throw new ArgumentException(error);

    /// <summary>True when it is open at a moment.</summary>
    public bool IsOpenAt(DateTimeOffset instant) => SpanAt(instant.UtcTicks) is not null;

    /// <summary>The first moment after the given one at which open becomes closed or closed becomes open; null when that never happens.</summary>
    public DateTimeOffset? NextChange(DateTimeOffset after)
    {
        long moment = after.UtcTicks;
        return MomentOf(SpanAt(moment) is null ? NextStart(moment) : EndOf(moment));
    }

    /// <summary>When that which is open at a moment closes: null when it is closed then, <see cref="DateTimeOffset.MaxValue"/> when it never closes.</summary>
    public DateTimeOffset? OpenUntil(DateTimeOffset instant)
    {
        long moment = instant.UtcTicks;
        return SpanAt(moment) is null ? null : MomentOf(EndOf(moment)) ?? DateTimeOffset.MaxValue;
    }

    static long ReadingOf(int day, int minute) => (day * TimeSpan.TicksPerDay) + (minute * TimeSpan.TicksPerMinute);

    static DateTimeOffset? MomentOf(long? ticks) => ticks is { } t && t <= DateTime.MaxValue.Ticks ? new DateTimeOffset(t, TimeSpan.Zero) : null;

    ScheduleException? ExceptionOn(int day) => Array.FindLast(_exceptions, e => e.Covers(day));

    IReadOnlyList<WeeklyWindow> RuleOf(int day) => ExceptionOn(day)?.Windows ?? _weekly;

    /// <summary>What windows become on a day, cut to the limits; nothing when the clocks skip all of it.</summary>
    IEnumerable<OpenSpan> SpansOf(int day, IReadOnlyList<WeeklyWindow> windows)
    {
        Weekdays weekday = WeekText.DayOf(day);
        foreach (WeeklyWindow window in windows)
        {
            if (!window.Days.HasFlag(weekday)) continue;
            long start = Math.Max(_start, _zone.FirstAt(ReadingOf(day, window.StartMinute)));
            long end = Math.Min(_end, _zone.LastBefore(ReadingOf(window.PassesMidnight ? day + 1 : day, window.EndMinute)));
            if (start < end) yield return new OpenSpan(start, end, window);
        }
    }

    /// <summary>Days whose windows may be open at a moment: the one on the calendar and the one before; and their neighbours, because clocks that are
    /// set back or forth around midnight leave the calendar on another day than the one that a window belongs to.</summary>
    IEnumerable<int> DaysAround(long moment) => Enumerable.Range(_zone.DayAt(moment) - 2, 4);

    /// <summary>The opening that a moment is in, of several the one that ends last; null when it is closed.</summary>
    OpenSpan? SpanAt(long moment)
    {
        if (moment < _start || moment >= _end) return null;
        OpenSpan? found = null;
        foreach (int day in DaysAround(moment))
        {
            foreach (OpenSpan span in SpansOf(day, RuleOf(day)))
            {
                if (span.Contains(moment) && (found is null || span.End > found.Value.End)) found = span;
            }
        }
        return found;
    }

    /// <summary>When that which is open at a moment closes, across windows that follow each other without a gap; null for never.</summary>
    long? EndOf(long moment)
    {
        long end = moment;
        int quietSince = _zone.DayAt(moment);
        while (SpanAt(end) is { } span)
        {
            end = span.End;
            int day = _zone.DayAt(end);
            quietSince = Math.Max(quietSince, LastTurn(day));
            if (day - quietSince < QuietDays) continue;
            if (NextTurn(day) is not { } turn) return null;
            // Two days early: what starts before a turn may end after it.
            end = Math.Max(end, _zone.FirstAt(ReadingOf(turn - 2, 0)));
        }
        return end;
    }

    /// <summary>When something opens after a moment at which all is closed; null for never.</summary>
    long? NextStart(long moment)
    {
        if (moment >= _end) return null;
        int day = _zone.DayAt(moment) - 2;
        if (ValidFrom is { } first) day = Math.Max(day, first.DayNumber - 2);
        int quietSince = day;
        while (day <= DateOnly.MaxValue.DayNumber)
        {
            OpenSpan[] spans = [.. SpansOf(day, RuleOf(day)).Where(span => span.Start > moment)];
            if (spans.Length > 0) return spans.Min(span => span.Start);
            quietSince = Math.Max(quietSince, LastTurn(day));
            int next = day + 1;
            if (day - quietSince >= QuietDays)
            {
                if (NextTurn(day) is not { } turn) return null;
                next = Math.Max(next, turn - 2);
            }
            day = next;
        }
        return null;
    }

    /// <summary>The last turn up to a day; far in the past when there is none.</summary>
    int LastTurn(int day)
    {
        int index = Array.BinarySearch(_turns, day);
        if (index >= 0) return day;
        return ~index == 0 ? int.MinValue : _turns[~index - 1];
    }

    /// <summary>The first turn after a day.</summary>
    int? NextTurn(int day)
    {
        int index = Array.BinarySearch(_turns, day + 1);
        if (index < 0) index = ~index;
        return index < _turns.Length ? _turns[index] : null;
    }
}
