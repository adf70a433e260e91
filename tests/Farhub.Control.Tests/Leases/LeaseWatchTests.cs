using Farhub.Control.Events;
using Farhub.Control.Leases;
using Farhub.Control.Model;
using Farhub.Control.State;
using Farhub.Hub;

namespace Farhub.Control.Tests.Leases;

public sealed class LeaseWatchTests : IDisposable
{
    readonly LeaseHub _hub = new();

    public void Dispose() => _hub.Dispose();

    void OpenUntil(string hour)
    {
        _hub.Change(s => s with { Schedules = s.Schedules.SetItem("day", new ScheduleRule { Name = "day", Windows = [$"daily 06:00-{hour}"] }) });
        _hub.Grant(_hub.State.Grants["team"] with { Schedule = "day" });
    }

    [Fact]
    public void Window_ThatCloses_EndsTheLease_AfterAWarning_AndAnewWhenItWasMadeLonger()
    {
        OpenUntil("08:00");
        HeldSession session = _hub.Attach("bob");
        _hub.Clock.Advance(TimeSpan.FromMinutes(57));
        Assert.Empty(_hub.Told(EventTypes.EndsSoon));
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(_hub.Told(EventTypes.EndsSoon));
        OpenUntil("09:00");
        Assert.Equal(9, _hub.State.Leases["key"].Until!.Value.Hour);
        _hub.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(2, _hub.Told(EventTypes.EndsSoon).Count());
        Assert.Equal(SessionEnd.None, session.Aborted);
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(SessionEnd.LeaseOver, session.Aborted);
    }

    [Fact]
    public void Idle_CountsFromTheLastAnsweredUrb()
    {
        _hub.Grant(_hub.State.Grants["team"] with { IdleMinutes = 10 });
        HeldSession session = _hub.Attach("bob");
        _hub.Clock.Advance(TimeSpan.FromMinutes(9));
        session.UrbCount = 1;
        _hub.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(SessionEnd.None, session.Aborted);
        _hub.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((SessionEnd.LeaseOver, "it was idle for 10 minutes"), (session.Aborted, session.Reason));
    }

    [Theory]
    [InlineData("grant")]
    [InlineData("user")]
    [InlineData("share")]
    public void WhatNobodyMayAnyMore_EndsAtOnce(string what)
    {
        HeldSession session = _hub.Attach("bob");
        _hub.Change(s => what switch
        {
            "grant" => s with { Grants = s.Grants.Clear() },
            "user" => s with { Users = s.Users.SetItem("bob", s.Users["bob"] with { Enabled = false }) },
            _ => s with { Shares = s.Shares.SetItem("key", s.Shares["key"] with { Enabled = false }) },
        });
        Assert.Equal(SessionEnd.LeaseOver, session.Aborted);
    }

    [Fact]
    public void GrantRemovedWhileALeaseIsGiven_EndsItAtTheNextLook()
    {
        _hub.Registry.Changed += (before, after) =>
        {
            if (before.State.Leases.IsEmpty && !after.State.Leases.IsEmpty) _hub.Change(s => s with { Grants = s.Grants.Clear() });
        };
        HeldSession session = _hub.Attach("bob");
        _hub.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(SessionEnd.LeaseOver, session.Aborted);
    }

    [Fact]
    public void LeasesOfAnEarlierLife_EndAtTheStart_AndWhoWaitsIsOfferedThem()
    {
        _hub.Attach("bob");
        _hub.Book.Enqueue(new Actor("carol"), "key", "carol");
        using LeaseWatch anew = new(_hub.Registry, _hub.Book, _hub.Events, _hub.Clock);
        Assert.Empty(_hub.State.Leases);
        Assert.Contains("the hub was started anew", Assert.Single(_hub.Audit("lease.remove")), StringComparison.Ordinal);
        Assert.NotNull(Assert.Single(_hub.Book.Waiting("key")).OfferedUntil);
    }

    [Fact]
    public void ReservationsThatAreOver_AreCleared()
    {
        _hub.Book.Reserve(LeaseHub.Olga, "key", "bob", _hub.Now, _hub.Now.AddMinutes(5), "");
        _hub.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        Assert.Single(_hub.State.Reservations);
        _hub.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(_hub.State.Reservations);
    }
}
