using System.Diagnostics.CodeAnalysis;

namespace Farhub.Control.Schedules;

/// <summary>Days of the week and times of day as people write them, shared by everything that repeats weekly.</summary>
static class WeekText
{
    internal const int MinutesPerDay = 24 * 60;

    /// <summary>Every day of the week.</summary>
    internal const string Daily = "daily";

    static readonly string[] DayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    /// <summary>The set with the one day that a day number (<see cref="DateOnly.DayNumber"/>) falls on; numbers before the calendar's first day
    /// count on backwards.</summary>
    internal static Weekdays DayOf(int dayNumber) => (Weekdays)(1 << IndexOf(dayNumber));

    /// <summary>Short name of the day that a day number falls on.</summary>
    internal static string NameOf(int dayNumber) => DayNames[IndexOf(dayNumber)];

    /// <summary>Cuts <c>Mon-Fri 08:00</c> before its first digit; spaces around dashes and commas do not count.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="example">How it is written, for the sentence.</param>
    /// <param name="days">The days.</param>
    /// <param name="times">What follows, without spaces.</param>
    /// <param name="error">One sentence that says what is wrong.</param>
    internal static bool TrySplit(string text, string example, out Weekdays days, out string times, [NotNullWhen(false)] out string? error)
    {
        days = Weekdays.None;
        int cut = text.AsSpan().IndexOfAnyInRange('0', '9');
        times = cut < 0 ? "" : Squeeze(text[cut..]);
        if (cut < 0 || (cut > 0 && !char.IsWhiteSpace(text[cut - 1])))
        {
            error = $"'{text}' is not days, a space and times, as in {example}.";
            return false;
        }
        string dayPart = Squeeze(text[..cut]);
        if (dayPart.Length == 0)
        {
            error = $"'{text}' names no days: write {Daily} {text}.";
            return false;
        }
        return TryParseDays(dayPart, out days, out error);
    }

    /// <summary>Reads <c>HH:mm</c>, an hour below ten with or without its zero.</summary>
    internal static bool TryParseMinute(ReadOnlySpan<char> text, out int minute, [NotNullWhen(false)] out string? error)
    {
        minute = 0;
        error = $"'{text}' is no time of day: 00:00 to 24:00, as in 08:30.";
        int colon = text.IndexOf(':');
        if (colon is not (1 or 2) || text.Length != colon + 3) return false;
        foreach (char c in text)
        {
            if (c != ':' && !char.IsAsciiDigit(c)) return false;
        }
        if (text[(colon + 1)..].Contains(':')) return false;
        int minutes = int.Parse(text[(colon + 1)..]);
        int all = (int.Parse(text[..colon]) * 60) + minutes;
        if (minutes > 59 || all > MinutesPerDay) return false;
        minute = all;
        error = null;
        return true;
    }

    /// <summary>Writes <c>HH:mm</c>.</summary>
    internal static string FormatMinute(int minute) => $"{minute / 60:00}:{minute % 60:00}";

    /// <summary>Writes <c>Mon-Fri</c>, <c>Sat,Sun</c> or <c>daily</c>: three and more in a row become a range, and the week starts on Monday.</summary>
    internal static string FormatDays(Weekdays days)
    {
        if (days == Weekdays.All) return Daily;
        List<string> parts = [];
        for (int first = 0; first < DayNames.Length; first++)
        {
            if (!Has(first)) continue;
            int last = first;
            while (last + 1 < DayNames.Length && Has(last + 1)) last++;
            if (last - first >= 2)
            {
                parts.Add($"{DayNames[first]}-{DayNames[last]}");
                first = last;
            }
            else
            {
                parts.Add(DayNames[first]);
            }
        }
        return string.Join(',', parts);

        bool Has(int index) => days.HasFlag((Weekdays)(1 << index));
    }

    /// <summary>For sentences: <c>one, another and a third</c>.</summary>
    internal static string List(IReadOnlyList<WeeklyWindow> windows) =>
        windows.Count == 1 ? windows[0].ToString() : $"{string.Join(", ", windows.SkipLast(1))} and {windows[^1]}";

    /// <summary>Commas between days and ranges; a range may pass Sunday.</summary>
    static bool TryParseDays(string text, out Weekdays days, [NotNullWhen(false)] out string? error)
    {
        days = Weekdays.None;
        error = null;
        if (text.Equals(Daily, StringComparison.OrdinalIgnoreCase))
        {
            days = Weekdays.All;
            return true;
        }
        foreach (string part in text.Split(','))
        {
            string[] ends = part.Split('-');
            int[] indexes = [.. ends.Select(end => Array.FindIndex(DayNames, name => name.Equals(end, StringComparison.OrdinalIgnoreCase)))];
            int unknown = Array.IndexOf(indexes, -1);
            if (unknown >= 0 || ends.Length > 2)
            {
                error = unknown < 0
                    ? $"'{part}' is no range of days: write the first and the last, as in Mon-Fri."
                    : $"'{ends[unknown]}' is no day: {string.Join(", ", DayNames)}, or {Daily} for all of them.";
                return false;
            }
            for (int index = indexes[0]; ; index = (index + 1) % DayNames.Length)
            {
                days |= (Weekdays)(1 << index);
                if (index == indexes[^1]) break;
            }
        }
        return true;
    }

    static int IndexOf(int dayNumber) => ((dayNumber % 7) + 7) % 7;

    /// <summary>Without spaces, and with the dash that word processors put between numbers turned into the one on the keyboard.</summary>
    static string Squeeze(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c))).Replace('\u2013', '-');
}
