using Farhub.Control.Schedules;
using static Farhub.Control.Tests.Schedules.Moments;

namespace Farhub.Control.Tests.Schedules;

public sealed class ScheduleTextTests
{
    const string Berlin = "Europe/Berlin";

    static readonly WeeklyWindow Nights = WeeklyWindow.Parse("Mon-Fri 20:00-06:00");
    static readonly DateOnly Christmas = On("2026-12-24");

    [Fact]
    public void Description_TellsWindowsZoneLimitsAndExceptions()
    {
        var holiday = ScheduleException.Closed(Christmas, Christmas, "holiday");
        Assert.Equal("Mon-Fri 20:00-06:00 Europe/Berlin, until 2027-03-31", Schedule.Create(Berlin, [Nights], validUntil: On("2027-03-31")).Describe());
        Assert.Equal("Mon-Fri 20:00-06:00 Europe/Berlin, from 2027-01-01 until 2027-03-31",
            Schedule.Create(Berlin, [Nights], On("2027-01-01"), On("2027-03-31")).ToString());
        Assert.Equal("Mon-Fri 20:00-06:00 and Sat 08:00-09:00 Europe/Berlin, from 2027-01-01",
            Schedule.Create(Berlin, [Nights, WeeklyWindow.Parse("Sat 08:00-09:00")], On("2027-01-01")).Describe());
        Assert.Equal("always", Schedule.Always.Describe());
        Assert.Equal("always Europe/Berlin, until 2027-03-31", Schedule.Create(Berlin, validUntil: On("2027-03-31")).Describe());
        Assert.Equal("always Europe/Berlin, except 2026-12-24 closed (holiday)", Schedule.Create(Berlin, exceptions: [holiday]).Describe());
        Assert.Equal("Mon-Fri 20:00-06:00 UTC, with 2 exceptions", Schedule.Create("UTC", [Nights], exceptions: [holiday, holiday]).Describe());
    }

    [Theory]
    [InlineData("2026-10-01T13:02+02:00", "closed: Thu 13:02 Europe/Berlin is outside Mon-Fri 20:00-06:00; opens Thu 20:00")]
    [InlineData("2026-10-01T21:02+02:00", "open: Thu 21:02 Europe/Berlin is inside Mon-Fri 20:00-06:00; closes Fri 06:00")]
    [InlineData("2026-10-03T05:59:59+02:00", "open: Sat 05:59 Europe/Berlin is inside Mon-Fri 20:00-06:00; closes Sat 06:00")]
    [InlineData("2026-10-04T13:02+02:00", "closed: Sun 13:02 Europe/Berlin is outside Mon-Fri 20:00-06:00; opens Mon 20:00")]
    public void Explanation_OfTheWeek(string moment, string sentence) => Assert.Equal(sentence, Schedule.Create(Berlin, [Nights]).Explain(At(moment)));

    [Theory]
    [InlineData("2026-10-01T13:02+02:00", "closed: valid from 2027-01-01 Europe/Berlin; opens Fri 2027-01-01 00:00")]
    [InlineData("2027-03-31T21:02+02:00", "open: Wed 21:02 Europe/Berlin is inside Mon-Fri 20:00-06:00; closes Thu 00:00")]
    [InlineData("2027-04-01T00:00+02:00", "closed: valid until 2027-03-31 Europe/Berlin; does not open again")]
    [InlineData("2027-03-31T13:02+02:00", "closed: Wed 13:02 Europe/Berlin is outside Mon-Fri 20:00-06:00; opens Wed 20:00")]
    public void Explanation_OfLimits(string moment, string sentence) =>
        Assert.Equal(sentence, Schedule.Create(Berlin, [Nights], On("2027-01-01"), On("2027-03-31")).Explain(At(moment)));

    [Fact]
    public void Explanation_OfWhatNeverOpens() => Assert.Equal(
        "closed: valid from 2027-01-02 Europe/Berlin; does not open",
        Schedule.Create(Berlin, [WeeklyWindow.Parse("Fri 08:00-09:00")], On("2027-01-02"), On("2027-01-03")).Explain(At("2026-10-01T00:00Z")));

    [Fact]
    public void Explanation_OfAlways()
    {
        Assert.Equal("open: Thu 11:02 UTC, always; does not close", Schedule.Always.Explain(At("2026-10-01T11:02Z")));
        Assert.Equal("open: Thu 13:02 Europe/Berlin, always; closes Thu 2027-04-01 00:00",
            Schedule.Create(Berlin, validUntil: On("2027-03-31")).Explain(At("2026-10-01T11:02Z")));
    }

    [Theory]
    [InlineData("2026-12-24T13:02+01:00", "closed: Thu 13:02 Europe/Berlin belongs to 2026-12-24..2026-12-26, closed (holiday); opens Mon 20:00")]
    [InlineData("2026-12-24T05:02+01:00", "open: Thu 05:02 Europe/Berlin is inside Mon-Fri 20:00-06:00; closes Thu 06:00")]
    public void Explanation_OfAHoliday(string moment, string sentence) => Assert.Equal(
        sentence,
        Schedule.Create(Berlin, [Nights], exceptions: [ScheduleException.Closed(Christmas, Christmas.AddDays(2), "holiday")]).Explain(At(moment)));

    [Fact]
    public void Explanation_OfANightThatYesterdaysExceptionTookAway_NamesTheException() => Assert.Equal(
        "closed: Fri 01:00 Europe/Berlin belongs to 2026-12-24, closed; opens Fri 20:00",
        Schedule.Create(Berlin, [Nights], exceptions: [ScheduleException.Closed(Christmas, Christmas)]).Explain(At("2026-12-25T01:00+01:00")));

    [Theory]
    [InlineData("2026-12-24T13:02+01:00", "closed: Thu 13:02 Europe/Berlin is outside daily 10:00-12:00 of 2026-12-24 (stock); opens Fri 20:00")]
    [InlineData("2026-12-24T11:00+01:00", "open: Thu 11:00 Europe/Berlin is inside daily 10:00-12:00 of 2026-12-24 (stock); closes Thu 12:00")]
    public void Explanation_OfADayWithItsOwnWindows(string moment, string sentence) => Assert.Equal(
        sentence,
        Schedule.Create(Berlin, [Nights], exceptions: [ScheduleException.Open(Christmas, Christmas, [WeeklyWindow.Parse("daily 10:00-12:00")], "stock")])
            .Explain(At(moment)));

    [Fact]
    public void Explanation_WhenTheClocksGoBackInBetween_SaysSo() => Assert.Equal(
        "open: Sun 02:45 Europe/Berlin is inside daily 20:00-02:30; closes Sun 02:30, after the clocks go back",
        Schedule.Create(Berlin, [WeeklyWindow.Parse("daily 20:00-02:30")]).Explain(At("2026-10-25T00:45Z")));
}
