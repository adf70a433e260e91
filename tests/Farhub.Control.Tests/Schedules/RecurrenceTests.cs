using Farhub.Control.Schedules;
using FsCheck;
using FsCheck.Fluent;
using static Farhub.Control.Tests.Schedules.Moments;

namespace Farhub.Control.Tests.Schedules;

public sealed class RecurrenceTests
{
    const string Berlin = "Europe/Berlin";

    [Theory]
    [InlineData("Mon-Fri 07:30", Berlin, "2026-10-02T05:29:59Z", "2026-10-02T05:30Z", "2026-10-05T05:30Z")]
    [InlineData("Mon 00:00", "UTC", "2026-10-05T00:00Z", "2026-10-12T00:00Z", "2026-10-19T00:00Z")]
    [InlineData("daily 02:30", Berlin, "2026-03-28T12:00Z", "2026-03-29T01:00Z", "2026-03-30T00:30Z")]
    [InlineData("daily 02:30", Berlin, "2026-10-24T12:00Z", "2026-10-25T00:30Z", "2026-10-26T01:30Z")]
    [InlineData("Sun 02:00", "America/New_York", "2026-03-07T12:00Z", "2026-03-08T07:00Z", "2026-03-15T06:00Z")]
    [InlineData("Sun 01:30", "America/New_York", "2026-10-31T12:00Z", "2026-11-01T05:30Z", "2026-11-08T06:30Z")]
    [InlineData("daily 02:15", "Australia/Lord_Howe", "2026-10-03T00:00Z", "2026-10-03T15:30Z", "2026-10-04T15:15Z")]
    [InlineData("daily 06:00", "Asia/Kathmandu", "2026-10-03T00:00Z", "2026-10-03T00:15Z", "2026-10-04T00:15Z")]
    [InlineData("Fri 07:30", "Pacific/Apia", "2011-12-28T00:00Z", "2011-12-30T10:00Z", "2012-01-05T17:30Z")]
    [InlineData("daily 07:30", "Pacific/Apia", "2011-12-30T00:00Z", "2011-12-30T10:00Z", "2011-12-30T17:30Z")]
    public void Next_IsTheNextTimeOnTheClocksOfTheZone(string text, string zone, string after, string first, string second)
    {
        var recurrence = Recurrence.Parse(text, zone);
        Assert.Equal(At(first), recurrence.Next(At(after)));
        Assert.Equal(At(second), recurrence.Next(At(first)));
        Assert.Equal((text, zone, null), (recurrence.ToString(), recurrence.ZoneId, recurrence.Instant));
    }

    [Theory]
    [InlineData("2026-03-31 07:30", "2026-03-31T05:30:00Z")]
    [InlineData("2026-03-31T07:30", "2026-03-31T05:30:00Z")]
    [InlineData("2026-03-31 07:30:15", "2026-03-31T05:30:15Z")]
    [InlineData("2026-03-31T07:30Z", "2026-03-31T07:30:00Z")]
    [InlineData("2026-03-31T07:30:15.25Z", "2026-03-31T07:30:15.25Z")]
    [InlineData("2026-03-31T07:30-05:00", "2026-03-31T12:30:00Z")]
    [InlineData("2026-03-29 02:30", "2026-03-29T01:00:00Z")]
    [InlineData("2026-10-25 02:30", "2026-10-25T00:30:00Z")]
    public void SingleMoment_HappensOnce(string text, string utc)
    {
        var recurrence = Recurrence.Parse(text, Berlin);
        DateTimeOffset moment = At(utc);
        Assert.Equal(moment, recurrence.Next(moment.AddTicks(-1)));
        Assert.Equal(moment, recurrence.Next(DateTimeOffset.MinValue));
        Assert.Null(recurrence.Next(moment));
        Assert.Equal(utc, recurrence.ToString());
        Assert.Equal(moment, Recurrence.Parse(utc, "Asia/Kathmandu").Instant);
        Assert.Equal(Weekdays.None, recurrence.Days);
    }

    [Fact]
    public void Once_IsInUtc()
    {
        var recurrence = Recurrence.Once(At("2026-03-31T07:30+02:00"));
        Assert.Equal(TimeSpan.Zero, recurrence.Next(DateTimeOffset.MinValue)!.Value.Offset);
        Assert.Equal(("UTC", "2026-03-31T05:30:00Z"), (recurrence.ZoneId, recurrence.ToString()));
    }

    [Theory]
    [InlineData(null, "A time is needed: days and a time of day, as in Mon-Fri 07:30, or a single moment, as in 2027-03-31 07:30.")]
    [InlineData("", "A time is needed: days and a time of day, as in Mon-Fri 07:30, or a single moment, as in 2027-03-31 07:30.")]
    [InlineData("07:30", "'07:30' names no days: write daily 07:30.")]
    [InlineData("Mon-Fri", "'Mon-Fri' is not days, a space and times, as in Mon-Fri 07:30.")]
    [InlineData("Mon 07:30-08:30", "'Mon 07:30-08:30' is a span of time: write one time of day, as in Mon-Fri 07:30.")]
    [InlineData("Mon 7.30", "'7.30' is no time of day: 00:00 to 24:00, as in 08:30.")]
    [InlineData("Mon 24:00", "'Mon 24:00' is at 24:00, which is 00:00 of the next day: write that day and 00:00.")]
    [InlineData("Mo 07:30", "'Mo' is no day: Mon, Tue, Wed, Thu, Fri, Sat, Sun, or daily for all of them.")]
    [InlineData("2026-02-30 07:30", "'2026-02-30 07:30' is no moment: write 2027-03-31 07:30, or 2027-03-31T07:30Z for UTC.")]
    [InlineData("2026-02-28", "'2026-02-28' is no moment: write 2027-03-31 07:30, or 2027-03-31T07:30Z for UTC.")]
    [InlineData("0001-01-01 00:00", "'0001-01-01 00:00' is no moment: write 2027-03-31 07:30, or 2027-03-31T07:30Z for UTC.")]
    public void WhatIsNone_IsRefusedWithASentence(string? text, string sentence)
    {
        Assert.False(Recurrence.TryParse(text, Berlin, out Recurrence? recurrence, out string? error));
        Assert.Null(recurrence);
        Assert.Equal(sentence, error);
    }

    [Fact]
    public void UnknownZone_IsRefusedWithASentence()
    {
        Assert.False(Recurrence.TryParse("Mon 07:30", "Europe/Nowhere", out _, out string? error));
        Assert.Equal("This machine knows no time zone 'Europe/Nowhere': use an IANA name spelt as in Europe/Berlin, or UTC.", error);
    }

    [Fact]
    public void EndsOfTheCalendar_DoNotOverflow()
    {
        var recurrence = Recurrence.Parse("daily 23:30", "America/New_York");
        Assert.Null(recurrence.Next(DateTimeOffset.MaxValue));
        Assert.NotNull(recurrence.Next(DateTimeOffset.MinValue));
    }

    [Fact]
    public void TimesAroundAChangeOfTheClocks_AreThoseThatGoingMinuteByMinuteFinds() => Prop.ForAll(
        Arb.From(
            from grid in Gen.Elements(AnySchedule.Grids)
            from days in AnySchedule.Days
            from minute in AnySchedule.Minute
            select (grid, days, minute)),
        t =>
        {
            int[] middle = [.. t.grid.Middle];
            var window = new WeeklyWindow(t.days, t.minute, t.minute == 0 ? 1440 : 0);
            var recurrence = Recurrence.Parse(window.ToString() == "always" ? "daily 00:00" : window.ToString()[..^"-24:00".Length], t.grid.ZoneId);
            // Where a day is skipped, its midnight and the next day's are one moment, and one time.
            DateTimeOffset[] expected =
            [
                .. (from day in t.grid.Days
                   where t.days.HasFlag((Weekdays)(1 << (((int)day.DayOfWeek + 6) % 7)))
                   let index = t.grid.FirstAt(day.ToDateTime(TimeOnly.MinValue).AddMinutes(t.minute))
                   where index > middle[0] && index <= middle[^1]
                   select t.grid.MomentOf(index)).Distinct()
            ];
            List<DateTimeOffset> actual = [];
            DateTimeOffset last = t.grid.MomentOf(middle[^1]);
            for (DateTimeOffset? at = recurrence.Next(t.grid.MomentOf(middle[0])); at <= last; at = recurrence.Next(at.Value)) actual.Add(at.Value);
            return expected.SequenceEqual(actual);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
}
