namespace Farhub.Control.Tests.Schedules;

/// <summary>What the clocks of a zone show at every minute of the days around one moment: the reference that schedules are compared with. It knows
/// nothing of offsets and changes; it looks.</summary>
sealed class MinuteGrid
{
    const int DaysEachSide = 5;

    readonly DateTime[] _readings;

    internal MinuteGrid(string zoneId, string around)
    {
        ZoneId = zoneId;
        Around = Moments.At(around);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        _readings = [.. Enumerable.Range(0, DaysEachSide * 2 * 24 * 60).Select(i => TimeZoneInfo.ConvertTime(MomentOf(i), zone).DateTime)];
        Day = DateOnly.FromDateTime(_readings[IndexOf(Around)]);
    }

    internal string ZoneId { get; }

    /// <summary>The moment in the middle, at which the clocks are set.</summary>
    internal DateTimeOffset Around { get; }

    /// <summary>The day that the calendar shows then.</summary>
    internal DateOnly Day { get; }

    /// <summary>All days whose windows reach into the middle, also where one of them does not exist.</summary>
    internal IEnumerable<DateOnly> Days => Enumerable.Range(-4, 8).Select(Day.AddDays);

    /// <summary>A day and a half on each side of the moment.</summary>
    internal IEnumerable<int> Middle => Enumerable.Range((_readings.Length / 2) - (36 * 60), 72 * 60);

    internal int Count => _readings.Length;

    internal DateTimeOffset MomentOf(int index) => Around.AddDays(-DaysEachSide).AddMinutes(index);

    /// <summary>The first minute at which the clocks show a reading or a later one.</summary>
    internal int FirstAt(DateTime reading)
    {
        int index = Array.FindIndex(_readings, r => r >= reading);
        return index < 0 ? _readings.Length : index;
    }

    /// <summary>The minute after the last one at which the clocks show something earlier than a reading.</summary>
    internal int LastBefore(DateTime reading) => Array.FindLastIndex(_readings, r => r < reading) + 1;

    public override string ToString() => $"{ZoneId} around {Around:u}";

    int IndexOf(DateTimeOffset moment) => (int)(moment - MomentOf(0)).TotalMinutes;
}
