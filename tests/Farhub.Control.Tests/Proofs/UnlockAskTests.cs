using System.Net;
using Farhub.Control.Access;
using Farhub.Control.Accounts;
using Farhub.Control.Codes;
using Farhub.Control.Model;
using Farhub.Control.Proofs;
using Farhub.Control.State;
using Farhub.Control.Tests.Fakes;

namespace Farhub.Control.Tests.Proofs;

public sealed class UnlockAskTests
{
    static readonly Grant Plain = new() { Name = "plain", Shares = ["scope"], Users = ["dave"] };
    static readonly Grant WithCode = Plain with { Name = "code", Proof = Proof.Code };
    static readonly Grant WithAnswer = Plain with { Name = "answer", Proof = Proof.Challenge };
    static readonly Grant WithApproval = Plain with { Name = "approval", ApprovedBy = "leads" };

    readonly TestHub _hub = TestHub.New();

    [Fact]
    public void WithoutProof_ItOpens_ForTheAddress_AndTheMinutes()
    {
        _hub.Grant(Plain);
        UnlockOutcome outcome = _hub.Desk.Ask(_hub.As("dave", TokenScope.Use), "scope", IPAddress.Parse("::ffff:198.51.100.9"), 7);
        Assert.Equal((UnlockVerdict.Open, "'scope' is open for 198.51.100.9 until 12:07 UTC."), (outcome.Verdict, outcome.Text));
        Unlock unlock = Assert.Single(_hub.State.Unlocks.Values);
        Assert.Equal(unlock, outcome.Unlock);
        Assert.Equal(("scope", "dave", "198.51.100.9", _hub.Time.Now.AddMinutes(7), false, false, false),
            (unlock.Share, unlock.User, unlock.Address, unlock.Until, unlock.Proved, unlock.Answered, unlock.IsPending));
        Assert.Equal(("dave", "192.0.2.7"), Assert.Single(_hub.Audit("unlock.add").Select(r => (r.Who, r.From))));
    }

    [Fact]
    public void Code_IsAskedFor_AndUsedUp()
    {
        _hub.Grant(WithCode);
        CodeSecret secret = _hub.EnrolConfirmed("dave", CodeSecret.NewTotp()).Secret;
        Assert.Equal((UnlockVerdict.NeedsCode, "This takes a one-time code."), Said(Ask()));
        Assert.Equal((UnlockVerdict.WrongCode, "The code is wrong."), Said(Ask(_hub.WrongCode(secret))));
        Assert.Empty(_hub.State.Unlocks);
        UnlockOutcome open = Ask(_hub.Code(secret));
        Assert.Equal((UnlockVerdict.Open, true, false), (open.Verdict, open.Unlock!.Proved, open.Unlock.Answered));
        Assert.True(Policy(open.Unlock).IsAllowed);
        Assert.Equal((UnlockVerdict.Used, "The code was used before: wait for the next one."), Said(Ask(_hub.Code(secret))));
        Assert.Equal(["The code is wrong.", "The code was used before: wait for the next one."], _hub.Audit("unlock.refuse").Select(r => r.Detail));
    }

    [Fact]
    public void WrongCodes_Lock()
    {
        _hub.Grant(WithCode);
        CodeSecret secret = _hub.EnrolConfirmed("dave", CodeSecret.NewTotp()).Secret;
        for (int i = 0; i < 5; i++) Assert.Equal(UnlockVerdict.WrongCode, Ask(_hub.WrongCode(secret)).Verdict);
        Assert.Equal((UnlockVerdict.Locked, "Too many wrong ones: no code is looked at for a while."), Said(Ask(_hub.Code(secret))));
    }

    [Fact]
    public void TokenThatRanAhead_IsAskedForAnotherCode()
    {
        _hub.Grant(WithCode);
        CodeSecret secret = _hub.EnrolConfirmed("dave", CodeSecret.NewHotp()).Secret;
        Assert.Equal((UnlockVerdict.NeedsSecondCode, "The token has run ahead: give its next code too."), Said(Ask(_hub.Code(secret, 50))));
        Assert.Equal(UnlockVerdict.Open, Ask(_hub.Code(secret, 51)).Verdict);
    }

    [Fact]
    public void Challenge_IsPosed_AndItsAnswerOpensOnce_AlsoAcrossARestart()
    {
        _hub.Grant(WithAnswer);
        CodeSecret secret = _hub.EnrolConfirmed("dave", TestHub.NewOcra()).Secret;
        UnlockOutcome posed = Ask();
        Assert.Equal((UnlockVerdict.NeedsAnswer, "This takes the answer to a challenge."), Said(posed));
        AskedChallenge asked = Assert.Single(posed.Challenges);
        Assert.Equal(new OcraAct("scope", "dave", "192.0.2.7"), asked.Challenge.Act);
        Assert.Equal((UnlockVerdict.WrongAnswer, "The answer is wrong."), Said(Ask(answer: "00000000")));
        // A code is no answer.
        Assert.Equal(UnlockVerdict.NeedsAnswer, Ask("123456").Verdict);
        string answer = TestHub.Answer(secret, asked);
        TestHub after = _hub.Restart();
        UnlockOutcome open = after.Desk.Ask(after.As("dave"), "scope", TestHub.Home, answer: answer);
        Assert.Equal((UnlockVerdict.Open, false, true), (open.Verdict, open.Unlock!.Proved, open.Unlock.Answered));
        after = after.Restart();
        Assert.Equal((UnlockVerdict.Used, "This challenge was answered before: ask for a new one."), Said(after.Desk.Ask(after.As("dave"), "scope", TestHub.Home, answer: answer)));
        Assert.Equal("The challenge for this was answered already; there is a new one at 2026-03-01 12:02:00Z.",
            TestHub.Refusal(ControlFailure.Conflict, () => after.Desk.Ask(after.As("dave"), "scope", TestHub.Home)));
        after.Time.AdvanceMinutes(1);
        UnlockOutcome anew = after.Desk.Ask(after.As("dave"), "scope", TestHub.Home);
        Assert.Equal(UnlockVerdict.Open, after.Desk.Ask(after.As("dave"), "scope", TestHub.Home, answer: TestHub.Answer(secret, anew.Challenges[0])).Verdict);
    }

    [Fact]
    public async Task ManyAtOnce_WithTheSameAnswer_OneOpens()
    {
        _hub.Grant(WithAnswer);
        CodeSecret secret = _hub.EnrolConfirmed("dave", TestHub.NewOcra()).Secret;
        string answer = TestHub.Answer(secret, Ask().Challenges[0]);
        using var start = new Barrier(4);
        UnlockVerdict[] verdicts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(() =>
        {
            start.SignalAndWait();
            return Ask(answer: answer).Verdict;
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        Assert.Equal((1, 3), (verdicts.Count(v => v == UnlockVerdict.Open), verdicts.Count(v => v == UnlockVerdict.Used)));
    }

    [Fact]
    public void AnswerToAnotherAct_IsWrong()
    {
        _hub.Grant(WithAnswer with { Shares = ["scope", "disk"] });
        CodeSecret secret = _hub.EnrolConfirmed("dave", TestHub.NewOcra()).Secret;
        string answer = TestHub.Answer(secret, Ask().Challenges[0]);
        Assert.Equal(UnlockVerdict.WrongAnswer, _hub.Desk.Ask(_hub.As("dave"), "disk", TestHub.Home, answer: answer).Verdict);
        Assert.Equal(UnlockVerdict.WrongAnswer, _hub.Desk.Ask(_hub.As("dave"), "scope", TestHub.Away, answer: answer).Verdict);
        Assert.Equal(UnlockVerdict.Open, Ask(answer: answer).Verdict);
    }

    [Fact]
    public void AnsweredChallenges_AreForgottenWhenTheyAreOver()
    {
        _hub.Grant(WithAnswer);
        CodeSecret secret = _hub.EnrolConfirmed("dave", TestHub.NewOcra()).Secret;
        for (int i = 0; i < 5; i++)
        {
            Ask(answer: TestHub.Answer(secret, Ask().Challenges[0]));
            _hub.Time.AdvanceMinutes(2);
        }
        // Each stands for two windows.
        Assert.InRange(_hub.State.Settings["used-challenges"].Value.Split(' ').Length, 1, 2);
    }

    [Fact]
    public void WhoHasOnlyOcra_MayAnswerWhereACodeIsAsked()
    {
        _hub.Grant(WithCode);
        CodeSecret secret = _hub.EnrolConfirmed("dave", TestHub.NewOcra()).Secret;
        UnlockOutcome posed = Ask();
        Assert.Equal(UnlockVerdict.NeedsAnswer, posed.Verdict);
        UnlockOutcome open = Ask(answer: TestHub.Answer(secret, posed.Challenges[0]));
        Assert.True(Policy(open.Unlock!).IsAllowed);
    }

    [Fact]
    public void OfSeveralGrants_TheOneThatAsksLeast_IsTaken()
    {
        _hub.Grant(WithApproval, WithAnswer, WithCode, Plain);
        CodeSecret totp = _hub.EnrolConfirmed("dave", CodeSecret.NewTotp()).Secret;
        _hub.EnrolConfirmed("dave", TestHub.NewOcra());
        Assert.Equal(UnlockVerdict.Open, Ask().Verdict);
        _hub.Change(s => s with { Grants = s.Grants.Remove("plain") });
        Assert.Equal(UnlockVerdict.NeedsCode, Ask().Verdict);
        _hub.Change(s => s with { Grants = s.Grants.Remove("code") });
        Assert.Equal(UnlockVerdict.NeedsAnswer, Ask(_hub.Code(totp)).Verdict);
        _hub.Change(s => s with { Grants = s.Grants.Remove("answer") });
        Assert.Equal(UnlockVerdict.Pending, Ask().Verdict);
    }

    [Fact]
    public void GrantWhoseDemandCannotBeMet_IsLeftOut()
    {
        _hub.Grant(WithCode, WithAnswer, WithApproval);
        Assert.Equal(UnlockVerdict.Pending, Ask().Verdict);
    }

    [Theory]
    [InlineData("code", "The share 'scope' cannot be opened: grant 'code' asks for a one-time code, and you have not set up any.")]
    [InlineData("answer", "The share 'scope' cannot be opened: grant 'answer' asks for the answer to a challenge, and you have not set up an OCRA token.")]
    [InlineData("alone", "The share 'scope' cannot be opened: grant 'alone' asks for the approval of somebody else of group few, and there is nobody else.")]
    [InlineData("elsewhere", "The share 'scope' cannot be opened: grant 'elsewhere' is for 203.0.113.0/24, not for 192.0.2.7.")]
    [InlineData("closed", "The share 'scope' cannot be opened: grant 'closed' schedule 'work': ")]
    public void DemandThatCannotBeMet_IsTold(string grant, string reason)
    {
        _hub.Change(s => s with
        {
            Schedules = s.Schedules.Add("work", new ScheduleRule { Name = "work", Windows = ["Mon-Fri 08:00-18:00"] }),
            Groups = s.Groups.Add("few", new Group { Name = "few", Members = ["dave"] }),
        });
        Grant[] grants =
        [
            WithCode, WithAnswer, Plain with { Name = "alone", ApprovedBy = "few" }, Plain with { Name = "elsewhere", From = ["203.0.113.0/24"] },
            Plain with { Name = "closed", Schedule = "work" },
        ];
        // Beside one for others, which nobody gets to hear of.
        _hub.Grant(grants.Single(g => g.Name == grant), Plain with { Name = "a-secret", Users = ["bob"], Schedule = "work" });
        string told = TestHub.Refusal(ControlFailure.Refused, () => Ask());
        Assert.StartsWith(reason, told, StringComparison.Ordinal);
        Assert.Equal(told, Assert.Single(_hub.Audit("unlock.refuse")).Detail);
    }

    [Fact]
    public void DisabledShare_IsRefused()
    {
        _hub.Grant(Plain);
        _hub.Change(s => s with { Shares = s.Shares.SetItem("scope", s.Shares["scope"] with { Enabled = false }) });
        Assert.Equal("The share 'scope' cannot be opened: the share is disabled.", TestHub.Refusal(ControlFailure.Refused, () => Ask()));
    }

    [Fact]
    public void ShareThatIsForOthers_DoesNotExist()
    {
        _hub.Grant(Plain with { Users = ["bob"] }, Plain with { Name = "off", Enabled = false }, Plain with { Name = "there", Users = [], From = ["203.0.113.0/24"] });
        Assert.Equal("There is no share 'scope'.", TestHub.Refusal(ControlFailure.NotFound, () => Ask()));
        Assert.Equal("There is no share 'none'.", TestHub.Refusal(ControlFailure.NotFound, () => _hub.Desk.Ask(_hub.As("dave"), "none", TestHub.Home)));
        Assert.Equal("There is no share 'scope'.", TestHub.Refusal(ControlFailure.NotFound, () => _hub.Desk.Ask(_hub.As("ann"), "scope", TestHub.Home)));
    }

    [Fact]
    public void DisabledUser_IsRefused()
    {
        _hub.Grant(Plain);
        Identity dave = _hub.As("dave");
        _hub.Change(s => s with { Users = s.Users.SetItem("dave", s.Users["dave"] with { Enabled = false }) });
        Assert.Equal("The share 'scope' cannot be opened: the user 'dave' is disabled.", TestHub.Refusal(ControlFailure.Refused, () => _hub.Desk.Ask(dave, "scope", TestHub.Home)));
    }

    [Fact]
    public void WhoMayNotAskAtAll_IsTold()
    {
        _hub.Grant(Plain);
        Assert.Equal("Root at the hub is no user of it: log in as one.", TestHub.Refusal(ControlFailure.Refused, () => _hub.Desk.Ask(Identity.Root, "scope", TestHub.Home)));
        Assert.Equal("This token is good for 'read' only: that takes 'use'.",
            TestHub.Refusal(ControlFailure.Refused, () => _hub.Desk.Ask(_hub.As("dave", TokenScope.Read), "scope", TestHub.Home)));
        foreach (int minutes in (int[])[0, -1, 61])
        {
            Assert.Equal("minutes: has to be 1 to 60.", TestHub.Refusal(ControlFailure.Mistakes, () => _hub.Desk.Ask(_hub.As("dave"), "scope", TestHub.Home, minutes)));
        }
    }

    [Fact]
    public void AskingAgain_OpensItOnce()
    {
        _hub.Grant(Plain);
        Ask();
        _hub.Time.AdvanceMinutes(1);
        Unlock second = Ask().Unlock!;
        Assert.Equal([second], _hub.State.Unlocks.Values);
        _hub.Desk.Ask(_hub.As("dave"), "scope", TestHub.Away);
        Assert.Equal(2, _hub.State.Unlocks.Count);
    }

    [Fact]
    public void Unlocks_AreBounded_AndTheCodeIsNotUsedUp()
    {
        _hub.Grant(Plain, WithCode with { Shares = ["disk"] });
        CodeSecret secret = _hub.EnrolConfirmed("dave", CodeSecret.NewTotp()).Secret;
        for (int i = 0; i < UnlockDesk.MaxPerUser; i++) _hub.Desk.Ask(_hub.As("dave"), "scope", new IPAddress([10, 0, 0, (byte)i]), 60);
        Assert.Equal("You have 50 shares opened or asked for: withdraw one first.",
            TestHub.Refusal(ControlFailure.TooMany, () => _hub.Desk.Ask(_hub.As("dave"), "disk", TestHub.Home, code: _hub.Code(secret))));
        _hub.Desk.Withdraw(_hub.As("dave"), _hub.State.Unlocks.Keys.First());
        Assert.Equal(UnlockVerdict.Open, _hub.Desk.Ask(_hub.As("dave"), "disk", TestHub.Home, code: _hub.Code(secret)).Verdict);
    }

    [Fact]
    public void Withdraw_IsForTheUserAndAdmins()
    {
        _hub.Grant(Plain);
        string id = Ask().Unlock!.Name;
        string none = $"Nothing is open or asked for as '{id}'.";
        Assert.Equal(none, TestHub.Refusal(ControlFailure.NotFound, () => _hub.Desk.Withdraw(_hub.As("bob"), id)));
        Assert.Equal(none, TestHub.Refusal(ControlFailure.NotFound, () => _hub.Desk.Withdraw(_hub.As("ann", TokenScope.Use), id)));
        _hub.Desk.Withdraw(_hub.As("dave", TokenScope.Use), id);
        Assert.Equal(none, TestHub.Refusal(ControlFailure.NotFound, () => _hub.Desk.Withdraw(_hub.As("dave"), id)));
        _hub.Desk.Withdraw(_hub.As("ann"), Ask().Unlock!.Name);
        Assert.Equal(["dave", "ann"], _hub.Audit("unlock.remove").Select(r => r.Who));
    }

    [Fact]
    public void Expire_RemovesWhatIsOver()
    {
        _hub.Grant(Plain);
        Ask();
        Unlock later = _hub.Desk.Ask(_hub.As("dave"), "scope", TestHub.Away, 6).Unlock!;
        Assert.Same(_hub.State, UnlockDesk.Expire(_hub.State, _hub.Time.Now));
        Assert.Equal([later], UnlockDesk.Expire(_hub.State, _hub.Time.Now.AddMinutes(5)).Unlocks.Values);
    }

    UnlockOutcome Ask(string? code = null, string? answer = null) => _hub.Desk.Ask(_hub.As("dave"), "scope", TestHub.Home, code: code, answer: answer);

    static (UnlockVerdict, string) Said(UnlockOutcome outcome) => (outcome.Verdict, outcome.Text);

    /// <summary>What is asked when the import comes.</summary>
    Decision Policy(Unlock unlock) => AccessPolicy.Decide(_hub.Registry.Current, new Question(unlock.Share, unlock.User, IPAddress.Parse(unlock.Address), _hub.Time.Now)
    {
        HasCode = unlock.Proved,
        HasAnswer = unlock.Answered,
        ApprovedBy = unlock.ApprovedBy,
    });
}
