using Farhub.Control.Schedules;
using static Farhub.Control.Tests.Schedules.Moments;

namespace Farhub.Control.Tests.Schedules;

/// <summary>Windows on days on which the clocks are set, in zones that do it differently.</summary>
public sealed class DaylightSavingTests
{
    [Theory]
    // Berlin 2026-03-29: 02:00 becomes 03:00 at 01:00Z.
    [InlineData("Europe/Berlin", "Sun 02:30-05:00", "2026-03-28T12:00Z", "2026-03-29T01:00Z", "2026-03-29T03:00Z")]
    [InlineData("Europe/Berlin", "Sun 02:00-05:00", "2026-03-28T12:00Z", "2026-03-29T01:00Z", "2026-03-29T03:00Z")]
    [InlineData("Europe/Berlin", "Sun 00:00-02:30", "2026-03-28T12:00Z", "2026-03-28T23:00Z", "2026-03-29T01:00Z")]
    [InlineData("Europe/Berlin", "Sat 20:00-06:00", "2026-03-28T12:00Z", "2026-03-28T19:00Z", "2026-03-29T04:00Z")]
    [InlineData("Europe/Berlin", "Sun 02:10-02:50", "2026-03-28T12:00Z", "2026-04-05T00:10Z", "2026-04-05T00:50Z")]
    // Berlin 2026-10-25: 03:00 becomes 02:00 at 01:00Z.
    [InlineData("Europe/Berlin", "Sun 00:00-02:30", "2026-10-24T12:00Z", "2026-10-24T22:00Z", "2026-10-25T01:30Z")]
    [InlineData("Europe/Berlin", "Sun 02:30-05:00", "2026-10-24T12:00Z", "2026-10-25T00:30Z", "2026-10-25T04:00Z")]
    [InlineData("Europe/Berlin", "Sun 02:10-02:20", "2026-10-24T12:00Z", "2026-10-25T00:10Z", "2026-10-25T01:20Z")]
    [InlineData("Europe/Berlin", "Sun 00:00-02:00", "2026-10-24T12:00Z", "2026-10-24T22:00Z", "2026-10-25T00:00Z")]
    [InlineData("Europe/Berlin", "Sun 00:00-03:00", "2026-10-24T12:00Z", "2026-10-24T22:00Z", "2026-10-25T02:00Z")]
    [InlineData("Europe/Berlin", "Sun 03:00-04:00", "2026-10-24T12:00Z", "2026-10-25T02:00Z", "2026-10-25T03:00Z")]
    // New York 2026-03-08 and 2026-11-01.
    [InlineData("America/New_York", "Sat 20:00-06:00", "2026-03-07T12:00Z", "2026-03-08T01:00Z", "2026-03-08T10:00Z")]
    [InlineData("America/New_York", "Sun 02:59-04:00", "2026-03-07T12:00Z", "2026-03-08T07:00Z", "2026-03-08T08:00Z")]
    [InlineData("America/New_York", "Sun 01:30-04:00", "2026-10-31T12:00Z", "2026-11-01T05:30Z", "2026-11-01T09:00Z")]
    [InlineData("America/New_York", "Sun 00:00-01:30", "2026-10-31T12:00Z", "2026-11-01T04:00Z", "2026-11-01T06:30Z")]
    // Kathmandu: 05:45 before UTC, always.
    [InlineData("Asia/Kathmandu", "daily 08:00-18:00", "2026-03-28T18:00Z", "2026-03-29T02:15Z", "2026-03-29T12:15Z")]
    // Lord Howe 2026-10-04: 02:00 becomes 02:30 at 15:30Z the day before; 2026-04-05: 02:00 becomes 01:30 at 15:00Z the day before.
    [InlineData("Australia/Lord_Howe", "Sun 02:15-04:00", "2026-10-03T00:00Z", "2026-10-03T15:30Z", "2026-10-03T17:00Z")]
    [InlineData("Australia/Lord_Howe", "Sun 02:30-04:00", "2026-10-03T00:00Z", "2026-10-03T15:30Z", "2026-10-03T17:00Z")]
    [InlineData("Australia/Lord_Howe", "Sun 00:00-01:45", "2026-04-04T00:00Z", "2026-04-04T13:00Z", "2026-04-04T15:15Z")]
    [InlineData("Australia/Lord_Howe", "Sun 01:45-04:00", "2026-04-04T00:00Z", "2026-04-04T14:45Z", "2026-04-04T17:30Z")]
    // Apia: after Thursday 2011-12-29 came Saturday.
    [InlineData("Pacific/Apia", "daily 20:00-06:00", "2011-12-29T20:00Z", "2011-12-30T06:00Z", "2011-12-30T16:00Z")]
    [InlineData("Pacific/Apia", "Fri 10:00-12:00", "2011-12-28T00:00Z", "2012-01-05T20:00Z", "2012-01-05T22:00Z")]
    [InlineData("Pacific/Apia", "Fri 20:00-06:00", "2011-12-28T00:00Z", "2011-12-30T10:00Z", "2011-12-30T16:00Z")]
    // Cairo 2026-10-30: midnight becomes 23:00 of Thursday at 21:00Z; Thursday has 25 hours.
    [InlineData("Africa/Cairo", "Thu 00:00-24:00", "2026-10-28T00:00Z", "2026-10-28T21:00Z", "2026-10-29T22:00Z")]
    [InlineData("Africa/Cairo", "Fri 00:00-24:00", "2026-10-29T00:00Z", "2026-10-29T22:00Z", "2026-10-30T22:00Z")]
    // The Azores 2026-10-25: 01:00 becomes 00:00 at 01:00Z; midnight comes twice, and Saturday is over the first time.
    [InlineData("Atlantic/Azores", "Sat 00:00-24:00", "2026-10-23T12:00Z", "2026-10-24T00:00Z", "2026-10-25T00:00Z")]
    [InlineData("Atlantic/Azores", "Sun 00:00-24:00", "2026-10-23T12:00Z", "2026-10-25T00:00Z", "2026-10-26T01:00Z")]
    public void Window_OpensAndCloses(string zone, string window, string after, string opens, string closes)
    {
        var schedule = Schedule.Create(zone, [WeeklyWindow.Parse(window)]);
        Assert.False(schedule.IsOpenAt(At(after)));
        Assert.Equal(At(opens), schedule.NextChange(At(after)));
        Assert.Equal(At(closes), schedule.NextChange(At(opens)));
        Assert.Equal(At(closes), schedule.OpenUntil(At(opens)));
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29")]
    [InlineData("Europe/Berlin", "2026-10-25")]
    [InlineData("Pacific/Apia", "2011-12-30")]
    [InlineData("Atlantic/Azores", "2026-10-25")]
    public void EveryDayFromMidnightToMidnight_IsAlways(string zone, string day)
    {
        DateOnly last = On(day).AddDays(10);
        WeeklyWindow[] windows = [WeeklyWindow.Parse("Mon-Thu 00:00-24:00"), WeeklyWindow.Parse("Fri-Sun 00:00-12:00"), WeeklyWindow.Parse("Fri-Sun 12:00-24:00")];
        var schedule = Schedule.Create(zone, windows, validUntil: last);
        Assert.Equal(
            Schedule.Create(zone, validUntil: last).NextChange(At("2010-01-01T00:00Z")),
            schedule.NextChange(At("2010-01-01T00:00Z")));
    }

    [Fact]
    public void LimitOnADayThatDoesNotExist_IsWhenTheCalendarJumps()
    {
        DateTimeOffset jump = At("2011-12-30T10:00Z");
        Assert.Equal(jump, Schedule.Create("Pacific/Apia", validUntil: On("2011-12-30")).NextChange(At("2011-12-01T00:00Z")));
        Assert.Equal(jump, Schedule.Create("Pacific/Apia", validFrom: On("2011-12-30")).NextChange(At("2011-12-01T00:00Z")));
    }
}
