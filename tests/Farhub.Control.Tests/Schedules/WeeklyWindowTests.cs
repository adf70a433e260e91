using Farhub.Control.Schedules;
using FsCheck;
using FsCheck.Fluent;

namespace Farhub.Control.Tests.Schedules;

public sealed class WeeklyWindowTests
{
    const Weekdays Workdays = Weekdays.Monday | Weekdays.Tuesday | Weekdays.Wednesday | Weekdays.Thursday | Weekdays.Friday;

    [Theory]
    [InlineData("Mon-Fri 08:00-18:00", Workdays, 480, 1080)]
    [InlineData("Sat,Sun 10:00-14:00", Weekdays.Saturday | Weekdays.Sunday, 600, 840)]
    [InlineData("daily 20:00-06:00", Weekdays.All, 1200, 360)]
    [InlineData("Sun 00:00-24:00", Weekdays.Sunday, 0, 1440)]
    [InlineData("Mon,Wed-Fri 23:59-00:01", Workdays & ~Weekdays.Tuesday, 1439, 1)]
    [InlineData("always", Weekdays.All, 0, 1440)]
    public void CanonicalText_IsReadAndWrittenTheSame(string text, Weekdays days, int start, int end)
    {
        var window = WeeklyWindow.Parse(text);
        Assert.Equal((days, start, end), (window.Days, window.StartMinute, window.EndMinute));
        Assert.Equal(text, window.ToString());
    }

    [Theory]
    [InlineData("  mon - fri   8:00 - 18:00 ", "Mon-Fri 08:00-18:00")]
    [InlineData("SAT, SUN 10:00\u201314:00", "Sat,Sun 10:00-14:00")]
    [InlineData("Sat-Mon 10:00-14:00", "Mon,Sat,Sun 10:00-14:00")]
    [InlineData("Mon-Sun 10:00-14:00", "daily 10:00-14:00")]
    [InlineData("Mon,Tue,Wed 10:00-14:00", "Mon-Wed 10:00-14:00")]
    [InlineData("Mon-Mon 10:00-14:00", "Mon 10:00-14:00")]
    [InlineData("daily 00:00-24:00", "always")]
    [InlineData("Always", "always")]
    [InlineData("daily 20:00-00:00", "daily 20:00-24:00")]
    public void OtherSpellings_AreReadAsTheCanonicalOne(string text, string canonical)
    {
        var window = WeeklyWindow.Parse(text);
        Assert.Equal(canonical, window.ToString());
        Assert.Equal(WeeklyWindow.Parse(canonical), window);
    }

    [Theory]
    [InlineData(null, "A window is needed: days and times, as in Mon-Fri 08:00-18:00.")]
    [InlineData("  ", "A window is needed: days and times, as in Mon-Fri 08:00-18:00.")]
    [InlineData("Mon-Fri", "'Mon-Fri' is not days, a space and times, as in Mon-Fri 08:00-18:00.")]
    [InlineData("Mon08:00-18:00", "'Mon08:00-18:00' is not days, a space and times, as in Mon-Fri 08:00-18:00.")]
    [InlineData("08:00-18:00", "'08:00-18:00' names no days: write daily 08:00-18:00.")]
    [InlineData("Mo-Fr 08:00-18:00", "'Mo' is no day: Mon, Tue, Wed, Thu, Fri, Sat, Sun, or daily for all of them.")]
    [InlineData("Mon,,Fri 08:00-18:00", "'' is no day: Mon, Tue, Wed, Thu, Fri, Sat, Sun, or daily for all of them.")]
    [InlineData("Mon-Wed-Fri 08:00-18:00", "'Mon-Wed-Fri' is no range of days: write the first and the last, as in Mon-Fri.")]
    [InlineData("Mon 08:00", "'08:00' is no span of time: write when it starts and when it ends, as in 08:00-18:00.")]
    [InlineData("Mon 8-18", "'8' is no time of day: 00:00 to 24:00, as in 08:30.")]
    [InlineData("Mon 08:00-25:00", "'25:00' is no time of day: 00:00 to 24:00, as in 08:30.")]
    [InlineData("Mon 08:00-24:01", "'24:01' is no time of day: 00:00 to 24:00, as in 08:30.")]
    [InlineData("Mon 08:60-18:00", "'08:60' is no time of day: 00:00 to 24:00, as in 08:30.")]
    [InlineData("Mon 08:0:-18:00", "'08:0:' is no time of day: 00:00 to 24:00, as in 08:30.")]
    [InlineData("Mon 08:00-18:0\u0664", "'18:0\u0664' is no time of day: 00:00 to 24:00, as in 08:30.")]
    [InlineData("Mon 24:00-02:00", "'24:00-02:00' starts at 24:00, which is 00:00 of the next day: write that day and 00:00.")]
    [InlineData("Mon 08:00-08:00", "'08:00-08:00' starts and ends at the same time: a whole day is 00:00-24:00.")]
    public void WhatIsNone_IsRefusedWithASentence(string? text, string sentence)
    {
        Assert.False(WeeklyWindow.TryParse(text, out WeeklyWindow? window, out string? error));
        Assert.Null(window);
        Assert.Equal(sentence, error);
    }

    [Fact]
    public void PassesMidnight_IsTrueOnlyWhenItEndsOnTheNextDay()
    {
        Assert.True(WeeklyWindow.Parse("daily 20:00-06:00").PassesMidnight);
        Assert.False(WeeklyWindow.Parse("daily 20:00-24:00").PassesMidnight);
        Assert.False(WeeklyWindow.Always.PassesMidnight);
    }

    [Theory]
    [InlineData(Weekdays.None, 0, 60)]
    [InlineData((Weekdays)128, 0, 60)]
    [InlineData(Weekdays.Monday, -1, 60)]
    [InlineData(Weekdays.Monday, 1440, 60)]
    [InlineData(Weekdays.Monday, 0, 1441)]
    [InlineData(Weekdays.Monday, 60, 60)]
    public void ImpossibleParts_AreRefused(Weekdays days, int start, int end) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new WeeklyWindow(days, start, end));

    [Fact]
    public void AnyWindow_IsReadAsItWasWritten() => Prop.ForAll(Arb.From(AnySchedule.Window), window =>
        WeeklyWindow.Parse(window.ToString()) == window).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void AnyText_IsReadOrRefusedWithOneSentence() => Prop.ForAll(
        Arb.From(Gen.ArrayOf(Gen.Elements("Mon", "Sun", "daily", "-", ",", " ", "08:00", "24:00", "1", ":", "é")).Select(string.Concat)),
        text => WeeklyWindow.TryParse(text, out WeeklyWindow? window, out string? error)
            ? WeeklyWindow.Parse(window.ToString()) == window
            : error.EndsWith('.')).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
