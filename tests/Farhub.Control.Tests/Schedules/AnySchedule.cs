using Farhub.Control.Schedules;
using FsCheck;
using FsCheck.Fluent;

namespace Farhub.Control.Tests.Schedules;

/// <summary>Generators, fond of the hours and days at which clocks are set.</summary>
static class AnySchedule
{
    /// <summary>Clocks set forth and back; by half an hour; at midnight, back to the day before and past it; and a day that does not exist.</summary>
    internal static MinuteGrid[] Grids { get; } =
    [
        new("Europe/Berlin", "2026-03-29T01:00Z"),
        new("Europe/Berlin", "2026-10-25T01:00Z"),
        new("America/New_York", "2026-03-08T07:00Z"),
        new("America/New_York", "2026-11-01T06:00Z"),
        new("Australia/Lord_Howe", "2026-04-04T15:00Z"),
        new("Australia/Lord_Howe", "2026-10-03T15:30Z"),
        new("Asia/Kathmandu", "2026-03-29T01:00Z"),
        new("Pacific/Apia", "2011-12-30T10:00Z"),
        new("Africa/Cairo", "2026-04-23T22:00Z"),
        new("Africa/Cairo", "2026-10-29T21:00Z"),
        new("Atlantic/Azores", "2026-10-25T01:00Z"),
        new("America/Havana", "2026-11-01T05:00Z"),
        new("America/St_Johns", "2010-11-07T02:31Z"),
    ];

    internal static Gen<int> Minute { get; } = Gen.OneOf(
        Gen.Elements(0, 1, 30, 59, 60, 61, 90, 105, 120, 121, 135, 150, 179, 180, 181, 720, 1380, 1381, 1410, 1439), Gen.Choose(0, 1439));

    internal static Gen<Weekdays> Days { get; } = Gen.OneOf(Gen.Constant(Weekdays.All), Gen.Choose(1, 127).Select(i => (Weekdays)i));

    internal static Gen<WeeklyWindow> Window { get; } =
        from days in Days
        from start in Minute
        from end in Gen.Frequency((4, Minute), (1, Gen.Constant(1440)))
        where start != end
        select new WeeklyWindow(days, start, end);

    /// <summary>Schedules of a zone whose limits and exceptions are near a day.</summary>
    internal static Gen<Schedule> Schedule(string zoneId, DateOnly day, int spread) =>
        from windows in Few(Window, 3)
        from validFrom in Gen.Frequency((3, Gen.Constant<int?>(null)), (1, Gen.Choose(-spread, spread).Select(i => (int?)i)))
        from length in Gen.Frequency((3, Gen.Constant<int?>(null)), (1, Gen.Choose(0, spread).Select(i => (int?)i)))
        from exceptions in Few(Exception(day, spread), 3)
        select Farhub.Control.Schedules.Schedule.Create(
            zoneId,
            windows,
            validFrom is { } first ? day.AddDays(first) : null,
            length is { } more ? day.AddDays((validFrom ?? -1) + more) : null,
            exceptions);

    static Gen<ScheduleException> Exception(DateOnly day, int spread) =>
        from first in Gen.Choose(-spread, spread)
        from length in Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(0, spread)))
        from windows in Few(Window, 2)
        select windows.Length == 0
            ? ScheduleException.Closed(day.AddDays(first), day.AddDays(first + length), "note")
            : ScheduleException.Open(day.AddDays(first), day.AddDays(first + length), windows);

    static Gen<T[]> Few<T>(Gen<T> one, int most) => Gen.Choose(0, most).SelectMany(count => Gen.ArrayOf(one, count));
}
