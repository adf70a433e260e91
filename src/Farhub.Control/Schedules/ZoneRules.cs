using System.Diagnostics.CodeAnalysis;
using System.Security;

namespace Farhub.Control.Schedules;

/// <summary>What the wall clocks of a time zone show when, and when they show something. Moments are ticks of UTC; readings are ticks of a calendar
/// without zone, both as in <see cref="DateTime.Ticks"/>. Numbers instead of <see cref="DateTime"/>, because a day more or less must not overflow at
/// either end of the calendar, where "until 9999-12-31" is.</summary>
/// <remarks>Only one question is put to <see cref="TimeZoneInfo"/>: the offset at a moment. What it says about readings that are skipped or repeated
/// counts daylight saving only, and not a zone that changes sides of the date line or moves to other hours for good.</remarks>
sealed class ZoneRules
{
    /// <summary>No zone is further from UTC (<see cref="TimeZoneInfo"/> allows no more).</summary>
    const long Reach = 14 * TimeSpan.TicksPerHour;

    readonly TimeZoneInfo _zone;

    ZoneRules(TimeZoneInfo zone) => _zone = zone;

    /// <summary>IANA name.</summary>
    internal string Id => _zone.Id;

    /// <summary>Finds a zone by its IANA name.</summary>
    internal static bool TryFind(string? id, [NotNullWhen(true)] out ZoneRules? zone, [NotNullWhen(false)] out string? error)
    {
        zone = null;
        error = null;
        if (string.IsNullOrWhiteSpace(id))
        {
            error = "A time zone is needed: its IANA name, such as Europe/Berlin, or UTC.";
            return false;
        }
        TimeZoneInfo? found = null;
        if (LooksLikeName(id))
        {
            try
            {
                found = TimeZoneInfo.FindSystemTimeZoneById(id);
            }
            catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException or SecurityException or IOException or UnauthorizedAccessException)
            {
                // Said below: whatever the reason, the zone cannot be used.
            }
        }
        // The runtime remembers zones by name whatever the case, but does not find them so: without the comparison a wrong spelling would be
        // right as long as somebody else has used the right one.
        if (found is null || found.Id != id)
        {
            error = $"This machine knows no time zone '{id}': use an IANA name spelt as in Europe/Berlin, or UTC.";
            return false;
        }
        zone = new ZoneRules(found);
        return true;
    }

    /// <summary>What the clocks show at a moment.</summary>
    internal long ReadingAt(long moment) => moment + OffsetAt(moment);

    /// <summary>Number of the day (<see cref="DateOnly.DayNumber"/>) that the calendars show at a moment; below 0 before the first.</summary>
    internal int DayAt(long moment)
    {
        long reading = ReadingAt(moment);
        return (int)((reading < 0 ? reading - TimeSpan.TicksPerDay + 1 : reading) / TimeSpan.TicksPerDay);
    }

    /// <summary>The first moment at which the clocks show a reading or a later one: the first of two where it is repeated, and where it is
    /// skipped the moment at which they jump.</summary>
    internal long FirstAt(long reading)
    {
        if (!TryFindChange(reading, out long change, out long before, out long after)) return reading - before;
        long early = reading - before;
        return early < change ? early : Math.Max(change, reading - after);
    }

    /// <summary>The moment from which on the clocks show nothing earlier than a reading: the last of two where it is within hours that are repeated,
    /// and where it is skipped the moment at which they jump. At the very start of repeated hours it is the first, because what ends there
    /// has no part in them.</summary>
    internal long LastBefore(long reading)
    {
        if (!TryFindChange(reading, out long change, out long before, out long after)) return reading - before;
        long late = reading - after;
        return late > change ? late : Math.Min(change, reading - before);
    }

    /// <summary>Names begin with a capital letter; what does not, in the directory of zones, is another thing (<c>localtime</c>,
    /// <c>right/</c> with its leap seconds).</summary>
    static bool LooksLikeName(string id) =>
        char.IsAsciiLetterUpper(id[0]) && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+');

    long OffsetAt(long moment) => _zone.GetUtcOffset(new DateTime(Math.Clamp(moment, 0, DateTime.MaxValue.Ticks), DateTimeKind.Utc)).Ticks;

    /// <summary>Looks for a change of the offset among all moments that could show a reading. There is one at most: since 1970 no zone has changed
    /// twice within 30 hours.</summary>
    /// <param name="reading">The reading.</param>
    /// <param name="change">First moment with the new offset.</param>
    /// <param name="before">Offset before it; the only one when there is no change.</param>
    /// <param name="after">Offset from it on.</param>
    bool TryFindChange(long reading, out long change, out long before, out long after)
    {
        long low = reading - Reach;
        long high = reading + Reach;
        before = OffsetAt(low);
        after = OffsetAt(high);
        change = high;
        if (before == after) return false;
        while (high - low > 1)
        {
            long middle = low + ((high - low) / 2);
            if (OffsetAt(middle) == before)
                low = middle;
            else
                high = middle;
        }
        change = high;
        return true;
    }
}
