using System.Diagnostics.CodeAnalysis;

namespace Farhub.Control.Schedules;

/// <summary>A span of the day that repeats on days of the week: <c>Mon-Fri 08:00-18:00</c>, <c>Sat,Sun 10:00-14:00</c>, <c>daily 20:00-06:00</c> or
/// <c>always</c>. Times are readings of the wall clock. A window that passes midnight belongs to the day on which it starts.</summary>
public sealed record WeeklyWindow
{
    const string AlwaysText = "always";
    const string Example = "Mon-Fri 08:00-18:00";

    /// <summary>A window.</summary>
    /// <param name="days">Days on which it starts.</param>
    /// <param name="startMinute">Minute of the day at which it starts, 0 to 1439.</param>
    /// <param name="endMinute">Minute of the day at which it has ended, 1 to 1440; before the start it is the next day's. 0 means 1440.</param>
    /// <exception cref="ArgumentOutOfRangeException">No days, a minute no day has, or a window without length.</exception>
    public WeeklyWindow(Weekdays days, int startMinute, int endMinute)
    {
        if (days is <= Weekdays.None or > Weekdays.All) throw new ArgumentOutOfRangeException(nameof(days), days, "A window has at least one day of the week.");
        ArgumentOutOfRangeException.ThrowIfNegative(startMinute);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(startMinute, WeekText.MinutesPerDay);
        ArgumentOutOfRangeException.ThrowIfNegative(endMinute);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(endMinute, WeekText.MinutesPerDay);
        ArgumentOutOfRangeException.ThrowIfEqual(endMinute, startMinute);
        Days = days;
        StartMinute = startMinute;
        EndMinute = endMinute == 0 ? WeekText.MinutesPerDay : endMinute;
    }

    /// <summary>Every minute of the week.</summary>
    public static WeeklyWindow Always { get; } = new(Weekdays.All, 0, WeekText.MinutesPerDay);

    /// <summary>Days on which it starts.</summary>
    public Weekdays Days { get; }

    /// <summary>Minute of the day at which it starts, 0 to 1439.</summary>
    public int StartMinute { get; }

    /// <summary>Minute of the day at which it has ended, 1 to 1440; that of the next day when it passes midnight.</summary>
    public int EndMinute { get; }

    /// <summary>True when it ends on the day after the one it belongs to. A window that ends at 24:00 does not.</summary>
    public bool PassesMidnight => EndMinute < StartMinute;

    /// <summary>Reads a window as people write it; large and small letters are the same.</summary>
    /// <param name="text"><c>Mon-Fri 08:00-18:00</c>, <c>Sat,Sun 10:00-14:00</c>, <c>daily 20:00-06:00</c>, <c>always</c>.</param>
    /// <param name="window">What was read.</param>
    /// <param name="error">One sentence that says what is wrong.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out WeeklyWindow? window, [NotNullWhen(false)] out string? error)
    {
        window = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            error = $"A window is needed: days and times, as in {Example}.";
            return false;
        }
        text = text.Trim();
        if (text.Equals(AlwaysText, StringComparison.OrdinalIgnoreCase))
        {
            window = Always;
            error = null;
            return true;
        }
        if (!WeekText.TrySplit(text, Example, out Weekdays days, out string times, out error)) return false;
        string[] ends = times.Split('-');
        if (ends.Length != 2)
        {
            error = $"'{times}' is no span of time: write when it starts and when it ends, as in 08:00-18:00.";
            return false;
        }
        if (!WeekText.TryParseMinute(ends[0], out int start, out error) || !WeekText.TryParseMinute(ends[1], out int end, out error)) return false;
        if (start == WeekText.MinutesPerDay)
        {
            error = $"'{times}' starts at 24:00, which is 00:00 of the next day: write that day and 00:00.";
            return false;
        }
        if (start == end)
        {
            error = $"'{times}' starts and ends at the same time: a whole day is 00:00-24:00.";
            return false;
        }
        window = new WeeklyWindow(days, start, end);
        return true;
    }

    /// <summary>Reads a window as people write it.</summary>
    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public static WeeklyWindow Parse(string text) => TryParse(text, out WeeklyWindow? window, out string? error) ? window : throw new FormatException(error);

    /// <summary>The form that <see cref="TryParse"/> reads.</summary>
    public override string ToString() => this == Always
        ? AlwaysText
        : $"{WeekText.FormatDays(Days)} {WeekText.FormatMinute(StartMinute)}-{WeekText.FormatMinute(EndMinute)}";
}
