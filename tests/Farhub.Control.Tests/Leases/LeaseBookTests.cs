using System.Net;
using Farhub.Control.Events;
using Farhub.Control.Model;
using Farhub.Control.State;
using Farhub.Hub;
using Farhub.Hub.Admission;
using Farhub.Protocol;

namespace Farhub.Control.Tests.Leases;

public sealed class LeaseBookTests : IDisposable
{
    readonly LeaseHub _hub = new();

    public void Dispose() => _hub.Dispose();

    string[] Listed(string? user) => [.. _hub.Book.List(new Visitor(IPAddress.Parse("192.0.2.7"), user)).Select(e => e.BusId)];

    static void Refused(OpStatus status, string reason, Verdict verdict)
    {
        Assert.Null(verdict.Lease);
        Assert.Equal(status, verdict.Status);
        Assert.Contains(reason, verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void List_HasOnlyWhatOneMayUse_InUseOrNot()
    {
        _hub.Attach("bob");
        Assert.Equal(["key", "scope"], Listed("carol"));
        Assert.Empty(Listed("eve"));
        Assert.Empty(Listed(null));
    }

    [Fact]
    public void Busy_IsToldOnlyToThoseWhoMay()
    {
        _hub.Attach("bob");
        Refused(OpStatus.DeviceBusy, "in use by bob", _hub.Ask("carol"));
        Refused(OpStatus.NoDevice, "", _hub.Ask("eve"));
        Refused(OpStatus.NoDevice, "there is no share", _hub.Ask("bob", "nothing"));
    }

    [Fact]
    public void SameHolder_TakesOver_AndTheOldEndLeavesTheNewLease()
    {
        HeldSession old = _hub.Attach("bob");
        long epoch = _hub.State.Leases["key"].Epoch;
        HeldSession young = _hub.Attach("bob", address: "198.51.100.1");
        Assert.Equal(SessionEnd.TakenOver, old.Aborted);
        long later = _hub.State.Leases["key"].Epoch;
        Assert.True(later > epoch);
        old.End(SessionEnd.TakenOver, "anew");
        Assert.Equal(later, _hub.State.Leases["key"].Epoch);
        Assert.NotNull(_hub.Book.UseOf("key"));
        young.End();
        Assert.Empty(_hub.State.Leases);
        Assert.Contains("\"reason\":\"bye\"", Assert.Single(_hub.Audit("lease.remove")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("198.51.100.1", 0, false)]
    [InlineData("192.0.2.7", 5, false)]
    [InlineData("192.0.2.7", 4, true)]
    [InlineData("::ffff:192.0.2.7", 0, true)]
    public void Unlock_OpensForItsAddressInItsTime_Once(string address, int after, bool opens)
    {
        _hub.Change(s => s with { Unlocks = s.Unlocks.Add("u", new Unlock { Name = "u", Share = "key", User = "bob", Address = "192.0.2.7", Until = _hub.Now.AddMinutes(5) }) });
        _hub.Clock.Advance(TimeSpan.FromMinutes(after));
        Verdict verdict = _hub.Ask(null, address: address);
        Assert.Equal(opens, verdict.Lease is not null);
        if (!opens) return;
        Assert.Equal("bob", _hub.State.Leases["key"].User);
        Assert.Empty(_hub.State.Unlocks);
        Refused(OpStatus.NoDevice, "nobody has said who they are", _hub.Ask(null, address: address));
    }

    [Theory]
    [InlineData(Proof.Code, false, false, false)]
    [InlineData(Proof.Code, true, false, true)]
    [InlineData(Proof.Code, false, true, true)]
    [InlineData(Proof.Challenge, true, false, false)]
    [InlineData(Proof.Challenge, false, true, true)]
    public void Unlock_CarriesWhatWasProvedForIt(Proof asked, bool proved, bool answered, bool opens)
    {
        _hub.Grant(_hub.State.Grants["team"] with { Proof = asked });
        _hub.Change(s => s with { Unlocks = s.Unlocks.Add("u", new Unlock { Name = "u", Share = "key", User = "bob", Address = "192.0.2.7", Until = _hub.Now.AddMinutes(5), Proved = proved, Answered = answered }) });
        Verdict verdict = _hub.Ask(null);
        Assert.Equal(opens, verdict.Lease is not null);
        // Of no use for another share, and used up only by an import.
        Assert.Null(_hub.Ask(null, "scope").Lease);
        Assert.Equal(opens, _hub.State.Unlocks.IsEmpty);
        if (opens) Assert.True(_hub.State.Leases["key"].Proved);
    }

    [Fact]
    public void Unlock_ThatSomebodyApproved_SaysWho_AndIsNothingBefore()
    {
        _hub.Change(s => s with { Groups = s.Groups.Add("leads", new Group { Name = "leads", Members = ["ann"] }) });
        _hub.Grant(_hub.State.Grants["team"] with { ApprovedBy = "leads" });
        var unlock = new Unlock { Name = "u", Share = "key", User = "bob", Address = "192.0.2.7", Until = _hub.Now.AddMinutes(5), ApprovalOf = "leads" };
        _hub.Change(s => s with { Unlocks = s.Unlocks.Add("u", unlock) });
        Assert.Null(_hub.Ask(null).Lease);
        _hub.Change(s => s with { Unlocks = s.Unlocks.SetItem("u", unlock with { ApprovedBy = "ann" }) });
        Assert.NotNull(_hub.Ask(null).Lease);
        Assert.Equal(("bob", "ann"), (_hub.State.Leases["key"].User, _hub.State.Leases["key"].ApprovedBy));
    }

    [Fact]
    public void DevicesAtOnce_CountsThoseOfTheGrant()
    {
        _hub.Grant(_hub.State.Grants["team"] with { DevicesAtOnce = 1 });
        _hub.Attach("bob");
        Refused(OpStatus.DeviceBusy, "gives 1 at once", _hub.Ask("bob", "scope"));
        // The same again is no second one.
        Assert.NotNull(_hub.Ask("bob").Lease);
        Assert.NotNull(_hub.Ask("carol", "scope").Lease);
    }

    [Fact]
    public void ReleaseByAnOperator_KeepsTheHolderOutForAWhile()
    {
        HeldSession session = _hub.Attach("bob");
        _hub.Book.Release(LeaseHub.Olga, "key", false, TimeSpan.FromMinutes(5), "too long");
        Assert.Equal((SessionEnd.Kicked, "too long"), (session.Aborted, session.Reason));
        session.End();
        Refused(OpStatus.DeviceBusy, "too long", _hub.Ask("bob"));
        Assert.Contains("too long", Assert.Single(_hub.Audit("cooldown.add")), StringComparison.Ordinal);
        _hub.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Empty(_hub.State.Cooldowns);
        Assert.NotNull(_hub.Ask("bob").Lease);
    }

    [Fact]
    public void ReleaseOfOnesOwn_KeepsNobodyOut()
    {
        HeldSession session = _hub.Attach("bob");
        _hub.Book.Release(new Actor("bob"), "key", true, TimeSpan.FromMinutes(5), "");
        Assert.Equal(SessionEnd.LeaseOver, session.Aborted);
        Assert.Equal(["its holder gave it back"], _hub.Audit("lease.release"));
        Assert.Empty(_hub.State.Cooldowns);
        Assert.Throws<ControlException>(() => _hub.Book.Release(LeaseHub.Olga, "scope", false, TimeSpan.Zero, ""));
    }

    [Fact]
    public void Reservation_LimitsOthers_ThenBlocksThem_AndGivenUpGivesTheTimeBack()
    {
        _hub.Attach("bob");
        Reservation made = _hub.Book.Reserve(LeaseHub.Olga, "key", "carol", _hub.Now.AddHours(1), _hub.Now.AddHours(2), "");
        Assert.Equal(made.From, _hub.State.Leases["key"].Until);
        _hub.Book.CancelReservation(LeaseHub.Olga, made.Name);
        Assert.Null(_hub.State.Leases["key"].Until);
        _hub.Book.Reserve(LeaseHub.Olga, "scope", "carol", _hub.Now, _hub.Now.AddHours(1), "");
        Refused(OpStatus.DeviceBusy, "reserved for carol", _hub.Ask("bob", "scope"));
        Assert.NotNull(_hub.Ask("carol", "scope").Lease);
        Assert.Throws<ControlException>(() => _hub.Book.Reserve(LeaseHub.Olga, "scope", "bob", _hub.Now.AddMinutes(59), _hub.Now.AddHours(3), ""));
    }

    [Fact]
    public void ReservationFromNow_EndsTheLeaseOfAnother()
    {
        HeldSession session = _hub.Attach("bob");
        _hub.Book.Reserve(LeaseHub.Olga, "key", "carol", _hub.Now, _hub.Now.AddHours(1), "");
        _hub.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(SessionEnd.LeaseOver, session.Aborted);
    }

    [Fact]
    public void Queue_GoesByPriorityThenTime_AndAMissedOfferPassesOn()
    {
        HeldSession session = _hub.Attach("ann", "scope");
        _hub.Book.Enqueue(new Actor("bob"), "scope", "bob");
        _hub.Book.Enqueue(new Actor("carol"), "scope", "carol");
        Assert.Equal(["carol", "bob"], _hub.Book.Waiting("scope").Select(q => q.User));
        Assert.Empty(_hub.Told(EventTypes.Offered));
        session.End();
        Refused(OpStatus.DeviceBusy, "kept for carol", _hub.Ask("bob", "scope"));
        Assert.StartsWith("carol: ", Assert.Single(_hub.Told(EventTypes.Offered)), StringComparison.Ordinal);
        _hub.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(["bob"], _hub.Book.Waiting("scope").Select(q => q.User));
        // Somebody who comes later does not make the offer anew.
        _hub.Book.Enqueue(new Actor("carol"), "scope", "carol");
        Assert.Equal(2, _hub.Told(EventTypes.Offered).Count());
        Assert.NotNull(_hub.Ask("bob", "scope").Lease);
        Assert.Equal(["carol"], _hub.Book.Waiting("scope").Select(q => q.User));
    }

    [Fact]
    public void HandOver_TellsTheHolder_AndStrangersMayNotAsk()
    {
        _hub.Attach("bob");
        _hub.Book.AskHandOver(new Actor("carol"), "key", "carol", "please");
        Assert.Equal(["bob: carol asks for it: please"], _hub.Told(EventTypes.HandOverAsked));
        Assert.Equal(["carol asks for it: please"], _hub.Audit("lease.ask"));
        Assert.Equal(ControlFailure.NotFound, Assert.Throws<ControlException>(() => _hub.Book.AskHandOver(new Actor("eve"), "key", "eve", "")).Failure);
        Assert.Equal(ControlFailure.NotFound, Assert.Throws<ControlException>(() => _hub.Book.Enqueue(new Actor("eve"), "key", "eve")).Failure);
    }

    [Fact]
    public void Refusals_AreOneLineAMinute_WhateverNamesAreMadeUp()
    {
        for (int i = 0; i < 10; i++) _hub.Ask("eve", $"made-up-{i}");
        Assert.Equal(["there is no such share"], _hub.Audit("import.refuse"));
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        _hub.Ask("eve", "again");
        Assert.Equal("there is no such share (9 times more in between)", _hub.Audit("import.refuse").Last());
    }

    [Fact]
    public void RefusalsOfOneShare_AreCounted_ForEachWhoAsks()
    {
        for (int i = 0; i < 5; i++) _hub.Ask("eve");
        _hub.Ask("eve", address: "198.51.100.1");
        const string Why = "grant 'team': is for ann, bob, carol, not for eve";
        Assert.Equal([Why, Why], _hub.Audit("import.refuse"));
        Assert.Equal(2, _hub.Told(EventTypes.Refused).Count());
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        _hub.Ask("eve");
        Assert.Equal($"{Why} (4 times more in between)", _hub.Audit("import.refuse").Last());
    }
}
