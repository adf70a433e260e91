using Farhub.Control.Schedules;
using static Farhub.Control.Tests.Schedules.Moments;

namespace Farhub.Control.Tests.Schedules;

public sealed class ScheduleExceptionTests
{
    static readonly DateOnly First = On("2026-12-24");
    static readonly DateOnly Last = On("2026-12-26");

    [Fact]
    public void Text_TellsDaysWindowsAndNote()
    {
        Assert.Equal("2026-12-24..2026-12-26 closed (holiday)", ScheduleException.Closed(First, Last, " holiday ").ToString());
        Assert.Equal("2026-12-24 closed", ScheduleException.Closed(First, First, " ").ToString());
        WeeklyWindow[] windows = [WeeklyWindow.Parse("daily 10:00-12:00"), WeeklyWindow.Parse("Thu 14:00-15:00"), WeeklyWindow.Always];
        Assert.Equal("2026-12-24 daily 10:00-12:00, Thu 14:00-15:00 and always (stock)", ScheduleException.Open(First, First, windows, "stock").ToString());
    }

    [Fact]
    public void NoteOfSeveralLines_IsRefused()
    {
        Assert.False(ScheduleException.TryCreate(First, Last, [], "a\nb", out ScheduleException? exception, out string? error));
        Assert.Null(exception);
        Assert.Equal("The note of an exception is one line of plain text.", error);
    }

    [Fact]
    public void OpenWithoutWindows_IsRefused() => Assert.Throws<ArgumentException>(() => ScheduleException.Open(First, Last, []));

    [Fact]
    public void Closed_HasNoWindows()
    {
        Assert.True(ScheduleException.Closed(First, Last).IsClosed);
        Assert.False(ScheduleException.Open(First, Last, [WeeklyWindow.Always]).IsClosed);
    }
}
