using System.Net;
using Farhub.Control.Access;
using Farhub.Control.Accounts;
using Farhub.Control.Codes;
using Farhub.Control.Events;
using Farhub.Control.Leases;
using Farhub.Control.Model;
using Farhub.Control.Presence;
using Farhub.Control.Proofs;
using Farhub.Control.State;
using Farhub.Control.Tests.Fakes;
using Farhub.Hub.Admission;

namespace Farhub.Control.Tests.Proofs;

public sealed class ApprovalTests
{
    const string OnlyMembers = "Only members of group leads may approve or deny this.";

    readonly TestHub _hub = TestHub.New();
    readonly CodeSecret _bobs;
    readonly CodeSecret _carols;

    public ApprovalTests()
    {
        _hub.Grant(new Grant { Name = "watched", Shares = ["scope", "disk"], Users = ["dave", "bob"], ApprovedBy = "leads" });
        _bobs = _hub.EnrolConfirmed("bob", TestHub.NewOcra()).Secret;
        _carols = _hub.EnrolConfirmed("carol", CodeSecret.NewTotp()).Secret;
    }

    [Fact]
    public void Ask_IsPending_AndTellsTheGroup()
    {
        UnlockOutcome outcome = Ask("dave");
        Assert.Equal((UnlockVerdict.Pending, "Somebody else of group leads has to approve this by 12:32 UTC."), (outcome.Verdict, outcome.Text));
        Unlock pending = Assert.Single(_hub.State.Unlocks.Values);
        Assert.Equal(("leads", null, true, 10), (pending.ApprovalOf, pending.ApprovedBy, pending.IsPending, pending.Minutes));
        HubEvent told = Assert.Single(_hub.Events.Recent());
        Assert.Equal((EventTypes.ApprovalAsked, "scope", "dave", "dave asks group leads to approve it for 192.0.2.7"), (told.Type, told.Share, told.User, told.Text));
        Assert.False(IsOpen(pending));
        Assert.Equal([pending], _hub.Desk.PendingFor("bob"));
        Assert.Equal([pending], _hub.Desk.PendingFor("olga"));
        Assert.All(["dave", "ann", "nobody"], u => Assert.Empty(_hub.Desk.PendingFor(u)));
    }

    [Fact]
    public void AskingAgain_AsksNobodyTwice()
    {
        Unlock first = Ask("dave").Unlock!;
        Assert.Equal(first, Ask("dave").Unlock);
        Assert.Single(_hub.Events.Recent());
    }

    [Fact]
    public void Approval_WithACode_OpensForTheMinutesFromThen()
    {
        Unlock pending = Ask("dave").Unlock!;
        _hub.Time.AdvanceMinutes(20);
        Assert.Equal(UnlockVerdict.NeedsCode, _hub.Desk.Approve(_hub.As("carol"), pending.Name).Verdict);
        Assert.Equal((UnlockVerdict.WrongCode, "The code is wrong."), Said(_hub.Desk.Approve(_hub.As("carol"), pending.Name, _hub.WrongCode(_carols))));
        Assert.Equal("The code is wrong.", Assert.Single(_hub.Audit("approval.refuse")).Detail);
        UnlockOutcome approved = _hub.Desk.Approve(_hub.As("carol", TokenScope.Use), pending.Name, _hub.Code(_carols));
        Assert.Equal((UnlockVerdict.Open, "'scope' is open for dave at 192.0.2.7 until 12:32 UTC."), Said(approved));
        Assert.Equal(pending with { ApprovedBy = "carol", Until = _hub.Time.Now.AddMinutes(10) }, _hub.State.Unlocks[pending.Name]);
        Assert.True(IsOpen(approved.Unlock!));
        Assert.Equal("carol", Assert.Single(_hub.Audit("unlock.change")).Who);
        Assert.Empty(_hub.Desk.PendingFor("bob"));
        Assert.Equal("carol has approved this already.", TestHub.Refusal(ControlFailure.Conflict, () => _hub.Desk.Approve(_hub.As("olga"), pending.Name)));
    }

    [Fact]
    public void Approval_WithAnAnswer_AlsoAcrossARestart()
    {
        Unlock pending = Ask("dave").Unlock!;
        UnlockOutcome posed = _hub.Desk.Approve(_hub.As("bob"), pending.Name);
        Assert.Equal(UnlockVerdict.NeedsAnswer, posed.Verdict);
        // A code does not do for who could answer.
        Assert.Equal(UnlockVerdict.NeedsAnswer, _hub.Desk.Approve(_hub.As("bob"), pending.Name, "123456").Verdict);
        Assert.Equal(UnlockVerdict.WrongAnswer, _hub.Desk.Approve(_hub.As("bob"), pending.Name, null, "00000000").Verdict);
        TestHub after = _hub.Restart();
        string answer = TestHub.Answer(_bobs, posed.Challenges[0]);
        UnlockOutcome approved = after.Desk.Approve(after.As("bob"), pending.Name, null, answer);
        Assert.Equal((UnlockVerdict.Open, "bob"), (approved.Verdict, approved.Unlock!.ApprovedBy));
        Assert.Equal("bob has approved this already.", TestHub.Refusal(ControlFailure.Conflict, () => after.Desk.Approve(after.As("bob"), pending.Name, null, answer)));
    }

    [Fact]
    public void AnswerForAnother_IsWrong()
    {
        Unlock pending = Ask("dave").Unlock!;
        Unlock disk = _hub.Desk.Ask(_hub.As("dave"), "disk", TestHub.Home).Unlock!;
        Unlock away = _hub.Desk.Ask(_hub.As("dave"), "scope", TestHub.Away).Unlock!;
        string answer = TestHub.Answer(_bobs, _hub.Desk.Approve(_hub.As("bob"), disk.Name).Challenges[0]);
        Assert.Equal(UnlockVerdict.WrongAnswer, _hub.Desk.Approve(_hub.As("bob"), pending.Name, null, answer).Verdict);
        Assert.Equal(UnlockVerdict.WrongAnswer, _hub.Desk.Approve(_hub.As("bob"), away.Name, null, answer).Verdict);
        Assert.All(_hub.State.Unlocks.Values, u => Assert.True(u.IsPending));
        Assert.Equal(UnlockVerdict.Open, _hub.Desk.Approve(_hub.As("bob"), disk.Name, null, answer).Verdict);
    }

    [Fact]
    public void OthersAnswer_IsWrong()
    {
        CodeSecret olgas = _hub.EnrolConfirmed("olga", TestHub.NewOcra()).Secret;
        Unlock pending = Ask("dave").Unlock!;
        AskedChallenge bob = _hub.Desk.Approve(_hub.As("bob"), pending.Name).Challenges[0];
        AskedChallenge olga = _hub.Desk.Approve(_hub.As("olga"), pending.Name).Challenges[0];
        Assert.NotEqual(bob.Challenge.Question, olga.Challenge.Question);
        Assert.Equal(UnlockVerdict.WrongAnswer, _hub.Desk.Approve(_hub.As("bob"), pending.Name, null, TestHub.Answer(olgas, olga)).Verdict);
        Assert.Equal(UnlockVerdict.WrongAnswer, _hub.Desk.Approve(_hub.As("bob"), pending.Name, null, TestHub.Answer(_bobs, olga)).Verdict);
    }

    [Fact]
    public void ByOneself_IsRefused_AlsoForMembers()
    {
        Unlock pending = Ask("bob").Unlock!;
        const string Somebody = "Somebody else has to approve what you ask for.";
        string answer = "00000000";
        Assert.Equal(Somebody, TestHub.Refusal(ControlFailure.Refused, () => _hub.Desk.Approve(_hub.As("bob"), pending.Name)));
        Assert.Equal(Somebody, TestHub.Refusal(ControlFailure.Refused, () => _hub.Desk.Approve(_hub.As("bob"), pending.Name, null, answer)));
        Assert.Equal(Somebody, TestHub.Refusal(ControlFailure.Refused, () => _hub.Desk.Deny(_hub.As("bob"), pending.Name)));
        Assert.Empty(_hub.Desk.PendingFor("bob"));
        Assert.Equal(($"unlocks/{pending.Name}", "bob"), Assert.Single(_hub.Audit("approval.refuse").Select(r => (r.Object, r.Who))));
        Assert.Equal(Somebody, Assert.Single(_hub.Audit("approval.refuse")).Detail);
    }

    [Fact]
    public void ByNonMembers_IsRefused_AlsoForAdmins()
    {
        Unlock pending = Ask("dave").Unlock!;
        CodeSecret anns = _hub.EnrolConfirmed("ann", CodeSecret.NewTotp()).Secret;
        Assert.Equal(OnlyMembers, TestHub.Refusal(ControlFailure.Refused, () => _hub.Desk.Approve(_hub.As("ann"), pending.Name, _hub.Code(anns))));
        Assert.Equal(CodeVerdict.Accepted, _hub.Credentials.VerifyCode(Actor.Hub, "ann", _hub.Code(anns), "test"));
        Assert.Equal("Root at the hub is no user of it: log in as one.", TestHub.Refusal(ControlFailure.Refused, () => _hub.Desk.Approve(Identity.Root, pending.Name)));
        // Who has left the group meanwhile is none either.
        _hub.Change(s => s with { Groups = s.Groups.SetItem("leads", s.Groups["leads"] with { Members = ["bob"] }) });
        Assert.Equal(OnlyMembers, TestHub.Refusal(ControlFailure.Refused, () => _hub.Desk.Approve(_hub.As("carol"), pending.Name, _hub.Code(_carols))));
    }

    [Fact]
    public void WithoutACredential_IsRefused()
    {
        Unlock pending = Ask("dave").Unlock!;
        Assert.Equal("To approve takes a one-time code, and you have not set up any.", TestHub.Refusal(ControlFailure.Refused, () => _hub.Desk.Approve(_hub.As("olga"), pending.Name)));
        Assert.Equal("This token is good for 'read' only: that takes 'use'.",
            TestHub.Refusal(ControlFailure.Refused, () => _hub.Desk.Approve(_hub.As("carol", TokenScope.Read), pending.Name)));
    }

    [Fact]
    public void AfterHalfAnHour_ItIsNotThere()
    {
        Unlock pending = Ask("dave").Unlock!;
        string none = $"Nothing is open or asked for as '{pending.Name}'.";
        _hub.Time.AdvanceMinutes(30);
        Assert.Equal(none, TestHub.Refusal(ControlFailure.NotFound, () => _hub.Desk.Approve(_hub.As("carol"), pending.Name, _hub.Code(_carols))));
        Assert.Equal(none, TestHub.Refusal(ControlFailure.NotFound, () => _hub.Desk.Deny(_hub.As("carol"), pending.Name)));
        Assert.Empty(_hub.Desk.PendingFor("carol"));
        Assert.Empty(UnlockDesk.Expire(_hub.State, _hub.Time.Now).Unlocks);
        Assert.NotEqual(pending.Name, Ask("dave").Unlock!.Name);
    }

    [Fact]
    public void Deny_IsForMembersAndAdmins()
    {
        Unlock pending = Ask("dave").Unlock!;
        Assert.Equal(OnlyMembers, TestHub.Refusal(ControlFailure.Refused, () => _hub.Desk.Deny(_hub.As("dave") with { User = "mallory" }, pending.Name)));
        _hub.Desk.Deny(_hub.As("carol", TokenScope.Use), pending.Name);
        Assert.Empty(_hub.State.Unlocks);
        _hub.Desk.Deny(_hub.As("ann"), Ask("dave").Unlock!.Name);
        Assert.Equal(["carol", "ann"], _hub.Audit("unlock.remove").Select(r => r.Who));
        Assert.Contains("denied", _hub.Audit("unlock.remove")[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsOpen_CannotBeApprovedOrDenied()
    {
        _hub.Grant(new Grant { Name = "plain", Shares = ["scope"], Users = ["dave"] });
        Unlock open = Ask("dave").Unlock!;
        Assert.Equal("This needs no approval.", TestHub.Refusal(ControlFailure.Conflict, () => _hub.Desk.Approve(_hub.As("carol"), open.Name)));
        Assert.Equal("This needs no approval.", TestHub.Refusal(ControlFailure.Conflict, () => _hub.Desk.Deny(_hub.As("carol"), open.Name)));
    }

    [Fact]
    public async Task TwoApproversAtOnce_OneApproves_AndTheOthersCodeStaysGood()
    {
        CodeSecret olgas = _hub.EnrolConfirmed("olga", CodeSecret.NewTotp()).Secret;
        Unlock pending = Ask("dave").Unlock!;
        using var start = new Barrier(2);
        bool[] approved = await Task.WhenAll(new[] { ("carol", _carols), ("olga", olgas) }.Select(a => Task.Factory.StartNew(() =>
        {
            start.SignalAndWait();
            try
            {
                return _hub.Desk.Approve(_hub.As(a.Item1), pending.Name, _hub.Code(a.Item2)).Verdict == UnlockVerdict.Open;
            }
            catch (ControlException)
            {
                return false;
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        Assert.Single(approved, a => a);
        (string late, CodeSecret secret) = approved[0] ? ("olga", olgas) : ("carol", _carols);
        Assert.Equal(CodeVerdict.Accepted, _hub.Credentials.VerifyCode(Actor.Hub, late, _hub.Code(secret), "test"));
    }

    [Fact]
    public void CodeAndApproval_AreBothNeeded()
    {
        _hub.Grant(new Grant { Name = "watched", Shares = ["scope"], Users = ["dave"], Proof = Proof.Code, ApprovedBy = "leads" });
        CodeSecret daves = _hub.EnrolConfirmed("dave", CodeSecret.NewTotp()).Secret;
        Assert.Equal(UnlockVerdict.NeedsCode, Ask("dave").Verdict);
        Unlock pending = _hub.Desk.Ask(_hub.As("dave"), "scope", TestHub.Home, code: _hub.Code(daves)).Unlock!;
        Assert.Equal((true, true), (pending.Proved, pending.IsPending));
        // Asking again to see how it stands takes no second code.
        Assert.Equal(pending, Ask("dave").Unlock);
        Assert.True(IsOpen(_hub.Desk.Approve(_hub.As("carol"), pending.Name, _hub.Code(_carols)).Unlock!));
    }

    [Fact]
    public void WhatWasAskedBeforeACodeWasNeeded_DoesNotDoAfterwards()
    {
        Unlock pending = Ask("dave").Unlock!;
        _hub.Grant(new Grant { Name = "watched", Shares = ["scope"], Users = ["dave"], Proof = Proof.Code, ApprovedBy = "leads" });
        CodeSecret daves = _hub.EnrolConfirmed("dave", CodeSecret.NewTotp()).Secret;
        Assert.Equal(UnlockVerdict.NeedsCode, Ask("dave").Verdict);
        Assert.False(IsOpen(_hub.Desk.Approve(_hub.As("carol"), pending.Name, _hub.Code(_carols)).Unlock!));
        Assert.Equal(UnlockVerdict.Pending, _hub.Desk.Ask(_hub.As("dave"), "scope", TestHub.Home, code: _hub.Code(daves)).Verdict);
    }

    [Fact]
    public void PendingUnlock_ProvesNothingToTheLeaseBook()
    {
        _hub.Grant(new Grant { Name = "watched", Shares = ["scope"], Users = ["dave"], Proof = Proof.Code, ApprovedBy = "leads" });
        CodeSecret daves = _hub.EnrolConfirmed("dave", CodeSecret.NewTotp()).Secret;
        Unlock pending = _hub.Desk.Ask(_hub.As("dave"), "scope", TestHub.Home, code: _hub.Code(daves)).Unlock!;
        // A grant that came later and for which the code alone would do: it was not given for that.
        _hub.Grant(new Grant { Name = "later", Shares = ["scope"], Users = ["dave"], Proof = Proof.Code });
        using var presence = new DevicePresence(_hub.Registry, [], _hub.Events);
        var book = new LeaseBook(_hub.Registry, presence, _hub.Events, _hub.Time);
        book.Admit(new Visitor(TestHub.Home), "scope");
        Assert.Contains("nobody has said who they are", _hub.Audit("import.refuse")[^1].Detail, StringComparison.Ordinal);
        _hub.Desk.Approve(_hub.As("carol"), pending.Name, _hub.Code(_carols));
        book.Admit(new Visitor(TestHub.Home), "scope");
        // Allowed now; there is only no device.
        Assert.DoesNotContain("grant", _hub.Audit("import.refuse")[^1].Detail, StringComparison.Ordinal);
        Assert.Equal(2, _hub.Audit("import.refuse").Count);
    }

    UnlockOutcome Ask(string user) => _hub.Desk.Ask(_hub.As(user), "scope", TestHub.Home, 10);

    static (UnlockVerdict, string) Said(UnlockOutcome outcome) => (outcome.Verdict, outcome.Text);

    /// <summary>What is asked when the import comes.</summary>
    bool IsOpen(Unlock unlock) => AccessPolicy.Decide(_hub.Registry.Current, new Question(unlock.Share, unlock.User, IPAddress.Parse(unlock.Address), _hub.Time.Now)
    {
        HasCode = unlock.Proved,
        HasAnswer = unlock.Answered,
        ApprovedBy = unlock.ApprovedBy,
    }).IsAllowed;
}
