using Farhub.Control.Schedules;
using Farhub.Web.Pages.Access;
using Farhub.Web.Pages.Parts;

namespace Farhub.Web.Tests;

public sealed class WeekChartTests
{
    /// <summary>A Wednesday.</summary>
    static readonly DateTimeOffset Now = new(2027, 3, 17, 9, 30, 0, TimeSpan.Zero);

    [Fact]
    public void Always_IsAllOfTheWeek()
    {
        foreach (Schedule? schedule in (Schedule?[])[null, Schedule.Always])
        {
            var chart = new WeekChart(schedule, "UTC", Now);
            for (int day = 0; day < 7; day++) Assert.Equal([new WeekChart.Bar(0, 1440)], chart.On(day));
            Assert.Equal(["Mon to Sun all day"], chart.Words());
        }
    }

    [Fact]
    public void Windows_AreOnTheirDays()
    {
        WeekChart chart = Chart("UTC", ["Mon-Fri 08:00-12:00", "Mon-Fri 13:00-18:00", "Sat 10:00-14:00"]);
        Assert.Equal([new WeekChart.Bar(480, 720), new WeekChart.Bar(780, 1080)], chart.On(2));
        Assert.Equal(["Mon to Fri 08:00 to 12:00, 13:00 to 18:00", "Sat 10:00 to 14:00", "Sun closed"], chart.Words());
        Assert.Equal(2, chart.Today);
        Assert.Equal(570, chart.NowMinute);
    }

    [Fact]
    public void Window_ThatPassesMidnight_IsOnBothDays()
    {
        WeekChart chart = Chart("UTC", ["Sun,Tue 22:00-06:00"]);
        Assert.Equal([new WeekChart.Bar(0, 360)], chart.On(0));
        Assert.Equal([new WeekChart.Bar(1320, 1440)], chart.On(1));
        Assert.Equal([new WeekChart.Bar(0, 360)], chart.On(2));
        Assert.Equal([new WeekChart.Bar(1320, 1440)], chart.On(6));
        Assert.Equal(["Mon 00:00 to 06:00", "Tue 22:00 to 24:00", "Wed 00:00 to 06:00", "Thu to Sat closed", "Sun 22:00 to 24:00"], chart.Words());
    }

    [Fact]
    public void Week_IsThatOfTheZone()
    {
        // Sunday evening at Greenwich is Monday in Tokyo.
        var chart = new WeekChart(Schedule.Create("Asia/Tokyo", [WeeklyWindow.Parse("Mon 08:00-09:00")]), "Asia/Tokyo", new DateTimeOffset(2027, 3, 14, 23, 30, 0, TimeSpan.Zero));
        Assert.Equal(new DateOnly(2027, 3, 15), chart.DateOf(0));
        Assert.Equal((0, 510), (chart.Today, chart.NowMinute));
        Assert.Equal([new WeekChart.Bar(480, 540)], chart.On(0));
    }

    [Fact]
    public void Exceptions_OfTheWeek_Show()
    {
        ScheduleException closed = Exception("2027-03-18", "");
        ScheduleException shorter = Exception("2027-03-19", "daily 08:00-10:00");
        var chart = new WeekChart(Schedule.Create("UTC", [WeeklyWindow.Parse("Mon-Fri 08:00-18:00")], exceptions: [closed, shorter]), "UTC", Now);
        Assert.Equal(["Mon to Wed 08:00 to 18:00", "Thu closed", "Fri 08:00 to 10:00", "Sat and Sun closed"], chart.Words());
    }

    [Fact]
    public void Week_InWhichItBegins_IsOpenFromThen()
    {
        var chart = new WeekChart(Schedule.Create("UTC", validFrom: new DateOnly(2027, 3, 18), validUntil: new DateOnly(2027, 3, 20)), "UTC", Now);
        Assert.Equal(["Mon to Wed closed", "Thu to Sat all day", "Sun closed"], chart.Words());
    }

    [Theory]
    [InlineData("2027-03-28T12:00Z")]
    [InlineData("2027-10-31T12:00Z")]
    public void Week_InWhichClocksChange_HasSevenWholeDays(string now)
    {
        var chart = new WeekChart(Schedule.Create("Europe/Berlin"), "Europe/Berlin", DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(["Mon to Sun all day"], chart.Words());
        chart = new WeekChart(Schedule.Create("Europe/Berlin", [WeeklyWindow.Parse("daily 02:00-02:30"), WeeklyWindow.Parse("daily 08:00-09:00")]), "Europe/Berlin", DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));
        for (int day = 0; day < 7; day++) Assert.All(chart.On(day), b => Assert.True(0 <= b.Start && b.Start < b.End && b.End <= 1440));
        Assert.Contains(new WeekChart.Bar(480, 540), chart.On(6));
    }

    [Fact]
    public void Zone_ThatIsNone_IsUtc() => Assert.Equal(570, new WeekChart(null, "Nowhere/Atall", Now).NowMinute);

    [Fact]
    public void Next_OpeningsAndClosings_AreInOrder()
    {
        Schedule schedule = Schedule.Create("Europe/Berlin", [WeeklyWindow.Parse("Mon-Fri 08:00-18:00")]);
        Assert.Equal(["Wed 17 Mar 18:00 False", "Thu 18 Mar 08:00 True", "Thu 18 Mar 18:00 False"], ScheduleFacts.Next(schedule, Now, 3).Select(c => $"{ScheduleFacts.Clock(schedule, c.At)} {c.Opens}"));
        Assert.Empty(ScheduleFacts.Next(Schedule.Always, Now, 3));
    }

    static WeekChart Chart(string zone, string[] windows) => new(Schedule.Create(zone, windows.Select(WeeklyWindow.Parse)), zone, Now);

    static ScheduleException Exception(string day, string window)
    {
        var date = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(ScheduleException.TryCreate(date, date, window.Length == 0 ? [] : [WeeklyWindow.Parse(window)], null, out ScheduleException? exception, out string? error), error);
        return exception;
    }
}
