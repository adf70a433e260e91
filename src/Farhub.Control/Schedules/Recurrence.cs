using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Farhub.Control.Schedules;

/// <summary>Moments at which something is to happen: a time of day on days of the week in a zone (<c>Mon-Fri 07:30</c>), or a single moment.
/// Immutable, and without a clock.</summary>
/// <remarks>A time that the clocks skip happens when they jump; one that is repeated happens once, the first time. Moments in answers are in UTC.</remarks>
public sealed class Recurrence
{
    const string Example = "Mon-Fri 07:30";
    const string MomentFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    static readonly string[] LocalFormats = [.. Spellings("")];
    static readonly string[] OffsetFormats = [.. Spellings("'Z'"), .. Spellings("zzz")];

    readonly ZoneRules? _zone;

    Recurrence(ZoneRules zone, Weekdays days, int minute)
    {
        _zone = zone;
        Days = days;
        Minute = minute;
    }

    Recurrence(DateTimeOffset instant) => Instant = instant.ToUniversalTime();

    /// <summary>IANA name of the zone whose clocks count; UTC for a single moment.</summary>
    public string ZoneId => _zone?.Id ?? "UTC";

    /// <summary>Days of the week; none for a single moment.</summary>
    public Weekdays Days { get; }

    /// <summary>Minute of the day, 0 to 1439; 0 for a single moment.</summary>
    public int Minute { get; }

    /// <summary>The single moment; null for what repeats.</summary>
    public DateTimeOffset? Instant { get; }

    /// <summary>A single moment.</summary>
    public static Recurrence Once(DateTimeOffset instant) => new(instant);

    /// <summary>Reads a recurrence as people write it.</summary>
    /// <param name="text"><c>Mon-Fri 07:30</c>, <c>daily 22:00</c>; or a single moment: <c>2027-03-31 07:30</c> on the clocks of the zone,
    /// <c>2027-03-31T07:30:00Z</c> or <c>2027-03-31T07:30+02:00</c> whatever the zone.</param>
    /// <param name="zoneId">IANA name of a time zone, such as Europe/Berlin, or UTC.</param>
    /// <param name="recurrence">What was read.</param>
    /// <param name="error">One sentence that says what is wrong.</param>
    public static bool TryParse(string? text, string? zoneId, [NotNullWhen(true)] out Recurrence? recurrence, [NotNullWhen(false)] out string? error)
    {
        recurrence = null;
        if (!ZoneRules.TryFind(zoneId, out ZoneRules? zone, out error)) return false;
        if (string.IsNullOrWhiteSpace(text))
        {
            error = $"A time is needed: days and a time of day, as in {Example}, or a single moment, as in 2027-03-31 07:30.";
            return false;
        }
        text = text.Trim();
        if (char.IsAsciiDigit(text[0]) && text.Contains('-', StringComparison.Ordinal)) return TryParseMoment(text, zone, out recurrence, out error);
        if (!WeekText.TrySplit(text, Example, out Weekdays days, out string time, out error)) return false;
        if (time.Contains('-', StringComparison.Ordinal))
        {
            error = $"'{text}' is a span of time: write one time of day, as in {Example}.";
            return false;
        }
        if (!WeekText.TryParseMinute(time, out int minute, out error)) return false;
        if (minute == WeekText.MinutesPerDay)
        {
            error = $"'{text}' is at 24:00, which is 00:00 of the next day: write that day and 00:00.";
            return false;
        }
        recurrence = new Recurrence(zone, days, minute);
        return true;
    }

    /// <summary>Reads a recurrence as people write it.</summary>
    /// <exception cref="FormatException">It is none, or there is no such zone; the message says why.</exception>
    public static Recurrence Parse(string text, string zoneId) =>
        TryParse(text, zoneId, out Recurrence? recurrence, out string? error) ? recurrence : throw new FormatException(error);

    /// <summary>The first time after a moment; null when there is none.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        if (_zone is null) return Instant > after ? Instant : null;
        long moment = after.UtcTicks;
        int today = _zone.DayAt(moment);
        // Two days back: where the clocks skip a day, yesterday's time may be still to come. Nine days on: today's is over, and a week is full.
        for (int day = today - 2; day <= today + 9; day++)
        {
            if (!Days.HasFlag(WeekText.DayOf(day))) continue;
            long time = _zone.FirstAt((day * TimeSpan.TicksPerDay) + (Minute * TimeSpan.TicksPerMinute));
            if (time > DateTime.MaxValue.Ticks) return null;
            if (time > moment) return new DateTimeOffset(time, TimeSpan.Zero);
        }
        return null;
    }

    /// <summary>A form that <see cref="TryParse"/> reads; a single moment is written in UTC.</summary>
    public override string ToString() => Instant is { } instant
        ? instant.UtcDateTime.ToString(MomentFormat, CultureInfo.InvariantCulture)
        : $"{WeekText.FormatDays(Days)} {WeekText.FormatMinute(Minute)}";

    /// <summary>A date and a time, with a space or a T between, with or without seconds and their fraction.</summary>
    static IEnumerable<string> Spellings(string offset) =>
        from separator in (string[])["' '", "'T'"]
        from time in (string[])["HH:mm", "HH:mm:ss.FFFFFFF"]
        select $"yyyy-MM-dd{separator}{time}{offset}";

    static bool TryParseMoment(string text, ZoneRules zone, [NotNullWhen(true)] out Recurrence? recurrence, [NotNullWhen(false)] out string? error)
    {
        recurrence = null;
        error = null;
        if (DateTimeOffset.TryParseExact(text, OffsetFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset instant))
        {
            recurrence = new Recurrence(instant);
        }
        else if (DateTime.TryParseExact(text, LocalFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local)
            && zone.FirstAt(local.Ticks) is >= 0 and var moment && moment <= DateTime.MaxValue.Ticks)
        {
            recurrence = new Recurrence(new DateTimeOffset(moment, TimeSpan.Zero));
        }
        else
        {
            error = $"'{text}' is no moment: write 2027-03-31 07:30, or 2027-03-31T07:30Z for UTC.";
        }
        return recurrence is not null;
    }
}
