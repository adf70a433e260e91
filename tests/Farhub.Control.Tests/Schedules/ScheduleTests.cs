using Farhub.Control.Schedules;
using static Farhub.Control.Tests.Schedules.Moments;

namespace Farhub.Control.Tests.Schedules;

public sealed class ScheduleTests
{
    const string Berlin = "Europe/Berlin";

    static readonly WeeklyWindow Workdays = WeeklyWindow.Parse("Mon-Fri 08:00-18:00");
    static readonly WeeklyWindow Nights = WeeklyWindow.Parse("daily 20:00-06:00");

    [Theory]
    [InlineData("2026-10-01T07:59:59+02:00", false)]
    [InlineData("2026-10-01T08:00+02:00", true)]
    [InlineData("2026-10-01T17:59:59+02:00", true)]
    [InlineData("2026-10-01T18:00+02:00", false)]
    [InlineData("2026-10-03T12:00+02:00", false)]
    [InlineData("2026-12-01T06:59+00:00", false)]
    [InlineData("2026-12-01T07:00+00:00", true)]
    public void Window_IsOpenFromItsStartUpToItsEnd_OnTheClocksOfTheZone(string moment, bool open) =>
        Assert.Equal(open, Schedule.Create(Berlin, [Workdays]).IsOpenAt(At(moment)));

    [Theory]
    [InlineData("2026-10-02T23:00Z", true)]
    [InlineData("2026-10-03T05:59Z", true)]
    [InlineData("2026-10-03T06:00Z", false)]
    [InlineData("2026-10-03T23:00Z", false)]
    [InlineData("2026-10-05T05:00Z", false)]
    public void WindowThatPassesMidnight_BelongsToTheDayOnWhichItStarts(string moment, bool open) =>
        Assert.Equal(open, Schedule.Create("UTC", [WeeklyWindow.Parse("Fri 20:00-06:00")]).IsOpenAt(At(moment)));

    [Fact]
    public void WindowsThatMeet_AreOneOpening()
    {
        WeeklyWindow[] windows = [WeeklyWindow.Parse("daily 12:00-18:00"), WeeklyWindow.Parse("daily 08:00-12:00"), WeeklyWindow.Parse("daily 11:00-13:00")];
        var schedule = Schedule.Create("UTC", windows);
        Assert.Equal(At("2026-10-01T18:00Z"), schedule.NextChange(At("2026-10-01T08:00Z")));
        Assert.Equal(At("2026-10-01T08:00Z"), schedule.NextChange(At("2026-09-30T18:00Z")));
    }

    [Fact]
    public void NextChange_GoesOverTheWeekend()
    {
        var schedule = Schedule.Create(Berlin, [Workdays]);
        Assert.Equal(At("2026-10-02T18:00+02:00"), schedule.NextChange(At("2026-10-02T08:00+02:00")));
        Assert.Equal(At("2026-10-05T08:00+02:00"), schedule.NextChange(At("2026-10-02T18:00+02:00")));
    }

    [Fact]
    public void Answers_AreInUtc() => Assert.Equal(TimeSpan.Zero, Schedule.Create(Berlin, [Workdays]).NextChange(At("2026-10-02T08:00+02:00"))!.Value.Offset);

    [Fact]
    public void Always_NeverChanges()
    {
        Assert.True(Schedule.Always.IsOpenAt(At("2026-10-01T00:00Z")));
        Assert.Null(Schedule.Always.NextChange(At("2026-10-01T00:00Z")));
        Assert.Equal(DateTimeOffset.MaxValue, Schedule.Always.OpenUntil(At("2026-10-01T00:00Z")));
        Assert.Empty(Schedule.Always.Windows);
    }

    [Fact]
    public void OpenUntil_IsNullWhenClosed()
    {
        var schedule = Schedule.Create("UTC", [Workdays]);
        Assert.Null(schedule.OpenUntil(At("2026-10-01T07:00Z")));
        Assert.Equal(At("2026-10-01T18:00Z"), schedule.OpenUntil(At("2026-10-01T08:00Z")));
    }

    [Fact]
    public void FirstAndLastDay_CutAtTheirMidnights()
    {
        var schedule = Schedule.Create(Berlin, [Nights], On("2026-10-05"), On("2026-10-06"));
        List<DateTimeOffset> changes = [];
        for (DateTimeOffset? at = schedule.NextChange(At("2020-01-01T00:00Z")); at is not null; at = schedule.NextChange(at.Value)) changes.Add(at.Value);
        Assert.Equal(
            [
                At("2026-10-05T00:00+02:00"), At("2026-10-05T06:00+02:00"), At("2026-10-05T20:00+02:00"),
                At("2026-10-06T06:00+02:00"), At("2026-10-06T20:00+02:00"), At("2026-10-07T00:00+02:00"),
            ],
            changes);
    }

    [Fact]
    public void LimitsFarAway_AreFound()
    {
        DateTimeOffset now = At("2026-10-01T00:00Z");
        Assert.Equal(At("2035-12-31T23:00Z"), Schedule.Create(Berlin, validUntil: On("2035-12-31")).NextChange(now));
        Assert.Equal(At("2040-01-02T07:00Z"), Schedule.Create(Berlin, [Workdays], On("2040-01-01")).NextChange(now));
        Assert.Equal(At("2039-12-31T23:00Z"), Schedule.Create(Berlin, [Nights], On("2040-01-01")).NextChange(now));
    }

    [Fact]
    public void ExceptionsFarAway_AreFound()
    {
        DateTimeOffset now = At("2026-10-01T00:00Z");
        var holiday = Schedule.Create(Berlin, exceptions: [ScheduleException.Closed(On("2040-12-24"), On("2040-12-24"))]);
        Assert.Equal(At("2040-12-23T23:00Z"), holiday.NextChange(now));
        Assert.Equal(At("2040-12-24T23:00Z"), holiday.NextChange(At("2040-12-23T23:00Z")));
        Assert.Null(holiday.NextChange(At("2040-12-24T23:00Z")));
        var years = Schedule.Create(Berlin, [Workdays], exceptions: [ScheduleException.Closed(On("2026-01-01"), On("2030-12-31"))]);
        Assert.Equal(At("2031-01-01T07:00Z"), years.NextChange(now));
        var nights = Schedule.Create(Berlin, exceptions: [ScheduleException.Open(On("2040-12-20"), On("2040-12-24"), [Nights])]);
        Assert.Equal(At("2040-12-19T23:00Z"), nights.NextChange(now));
    }

    [Fact]
    public void WhatIsOver_NeverChanges()
    {
        var schedule = Schedule.Create(Berlin, [Workdays], validUntil: On("2025-12-31"));
        Assert.Null(schedule.NextChange(At("2026-10-01T10:00Z")));
        Assert.Null(schedule.OpenUntil(At("2026-10-01T10:00Z")));
    }

    [Fact]
    public void WeekendOfWindows_ThatExceptionsLeaveNothingOf_NeverOpens()
    {
        var closed = ScheduleException.Closed(On("2026-10-10"), On("2026-10-10"));
        var schedule = Schedule.Create("UTC", [WeeklyWindow.Parse("Sat 10:00-12:00")], On("2026-10-05"), On("2026-10-11"), [closed]);
        Assert.Null(schedule.NextChange(At("2026-10-01T10:00Z")));
    }

    [Fact]
    public void ClosedDay_TakesAwayTheNightThatStartsOnIt_NotTheOneBefore()
    {
        var schedule = Schedule.Create(Berlin, [Nights], exceptions: [ScheduleException.Closed(On("2026-12-24"), On("2026-12-24"), "holiday")]);
        Assert.Equal(At("2026-12-24T06:00+01:00"), schedule.OpenUntil(At("2026-12-24T05:00+01:00")));
        Assert.False(schedule.IsOpenAt(At("2026-12-24T21:00+01:00")));
        Assert.False(schedule.IsOpenAt(At("2026-12-25T01:00+01:00")));
        Assert.Equal(At("2026-12-25T20:00+01:00"), schedule.NextChange(At("2026-12-24T06:00+01:00")));
    }

    [Fact]
    public void ExceptionWithWindows_ReplacesThoseOfTheWeek()
    {
        var exception = ScheduleException.Open(On("2026-10-01"), On("2026-10-04"), [WeeklyWindow.Parse("Thu,Sat 09:00-10:00")]);
        var schedule = Schedule.Create("UTC", [Workdays], exceptions: [exception]);
        Assert.Equal(At("2026-10-01T09:00Z"), schedule.NextChange(At("2026-09-30T18:00Z")));
        Assert.Equal(At("2026-10-01T10:00Z"), schedule.NextChange(At("2026-10-01T09:00Z")));
        Assert.Equal(At("2026-10-03T09:00Z"), schedule.NextChange(At("2026-10-01T10:00Z")));
        Assert.Equal(At("2026-10-05T08:00Z"), schedule.NextChange(At("2026-10-03T10:00Z")));
    }

    [Fact]
    public void OfTwoExceptionsForADay_TheLaterCounts()
    {
        var closed = ScheduleException.Closed(On("2026-10-01"), On("2026-10-31"));
        var open = ScheduleException.Open(On("2026-10-07"), On("2026-10-07"), [WeeklyWindow.Always]);
        Assert.True(Schedule.Create("UTC", [Workdays], exceptions: [closed, open]).IsOpenAt(At("2026-10-07T23:00Z")));
        Assert.False(Schedule.Create("UTC", [Workdays], exceptions: [open, closed]).IsOpenAt(At("2026-10-07T12:00Z")));
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("America/New_York")]
    [InlineData("Pacific/Auckland")]
    public void EndsOfTheCalendar_DoNotOverflow(string zone)
    {
        foreach (var schedule in (Schedule[])[
            Schedule.Create(zone, [Nights], DateOnly.MinValue, DateOnly.MaxValue),
            Schedule.Create(zone, [], DateOnly.MinValue, DateOnly.MaxValue, [ScheduleException.Closed(DateOnly.MaxValue, DateOnly.MaxValue)]),
            Schedule.Create(zone, [Nights], exceptions: [ScheduleException.Closed(DateOnly.MinValue, DateOnly.MaxValue)])])
        {
            foreach (DateTimeOffset moment in (DateTimeOffset[])[DateTimeOffset.MinValue, At("2026-10-01T00:00Z"), DateTimeOffset.MaxValue])
            {
                Assert.True(schedule.NextChange(moment) is not { } next || next > moment);
                Assert.NotEmpty(schedule.Explain(moment));
                _ = schedule.OpenUntil(moment);
            }
        }
        Assert.Null(Schedule.Create("UTC", validUntil: DateOnly.MaxValue).NextChange(At("2026-10-01T00:00Z")));
    }

    [Theory]
    [InlineData(null, "A time zone is needed: its IANA name, such as Europe/Berlin, or UTC.")]
    [InlineData(" ", "A time zone is needed: its IANA name, such as Europe/Berlin, or UTC.")]
    [InlineData("Europe/Bärlin", "This machine knows no time zone 'Europe/Bärlin': use an IANA name spelt as in Europe/Berlin, or UTC.")]
    [InlineData("Europe/Nowhere", "This machine knows no time zone 'Europe/Nowhere': use an IANA name spelt as in Europe/Berlin, or UTC.")]
    [InlineData("EUROPE/BERLIN", "This machine knows no time zone 'EUROPE/BERLIN': use an IANA name spelt as in Europe/Berlin, or UTC.")]
    [InlineData("W. Europe Standard Time", "This machine knows no time zone 'W. Europe Standard Time': use an IANA name spelt as in Europe/Berlin, or UTC.")]
    [InlineData("../../../etc/passwd", "This machine knows no time zone '../../../etc/passwd': use an IANA name spelt as in Europe/Berlin, or UTC.")]
    [InlineData("localtime", "This machine knows no time zone 'localtime': use an IANA name spelt as in Europe/Berlin, or UTC.")]
    [InlineData("Europe", "This machine knows no time zone 'Europe': use an IANA name spelt as in Europe/Berlin, or UTC.")]
    [InlineData("Europe/", "This machine knows no time zone 'Europe/': use an IANA name spelt as in Europe/Berlin, or UTC.")]
    public void UnknownZone_IsRefusedWithASentence(string? zone, string sentence)
    {
        // The right spelling has been used before.
        Assert.Equal(Berlin, Schedule.Create(Berlin).ZoneId);
        Assert.False(Schedule.TryCreate(zone, [], null, null, [], out Schedule? schedule, out string? error));
        Assert.Null(schedule);
        Assert.Equal(sentence, error);
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("Etc/GMT+5")]
    [InlineData("America/Argentina/Buenos_Aires")]
    public void KnownZones_KeepTheirNames(string zone) => Assert.Equal(zone, Schedule.Create(zone).ZoneId);

    [Fact]
    public void EndBeforeStart_IsRefusedWithASentence()
    {
        Assert.False(Schedule.TryCreate("UTC", [], On("2026-10-02"), On("2026-10-01"), [], out _, out string? error));
        Assert.Equal("A schedule cannot end on 2026-10-01, before it starts on 2026-10-02.", error);
        Assert.False(ScheduleException.TryCreate(On("2026-10-02"), On("2026-10-01"), [], null, out _, out error));
        Assert.Equal("An exception cannot end on 2026-10-01, before it starts on 2026-10-02.", error);
        Assert.Throws<ArgumentException>(() => Schedule.Create("UTC", validFrom: On("2026-10-02"), validUntil: On("2026-10-01")));
    }

    [Fact]
    public void Parts_AreCopied()
    {
        List<WeeklyWindow> windows = [Workdays];
        var schedule = Schedule.Create("UTC", windows);
        windows.Clear();
        Assert.Equal([Workdays], schedule.Windows);
        Assert.False(schedule.IsOpenAt(At("2026-10-01T00:00Z")));
    }
}
