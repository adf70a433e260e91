using Farhub.Control.Accounts;
using Farhub.Control.Codes;
using Farhub.Control.Model;
using Farhub.Control.Proofs;
using Farhub.Control.State;
using Farhub.Control.Tests.Fakes;

namespace Farhub.Control.Tests.Proofs;

public sealed class CredentialsTests
{
    const string Wrong = "The code is wrong.";

    readonly TestHub _hub = TestHub.New();

    [Fact]
    public void Enrolment_HasWhatAnAppNeeds()
    {
        var secret = CodeSecret.NewTotp();
        Enrolment made = _hub.Credentials.Enrol(_hub.As("bob"), "bob", secret, "phone");
        Assert.True(OtpAuthUri.TryRead(made.OtpAuth, out OtpAuthUri? uri, out _));
        Assert.Equal(("Farhub", "bob"), (uri.Issuer, uri.Account));
        Assert.Equal(secret.Key, uri.Secret.Key);
        Assert.Equal((Base32.Encode(secret.Key), Convert.ToHexStringLower(secret.Key), null), (made.KeyBase32, made.KeyHex, made.Suite));
        Assert.Equal(RecoveryCodes.Count, made.RecoveryCodes.Count);
        Assert.Equal($"Totp credential {made.Id}", made.ToString());
        CodeCredential stored = _hub.State.Credentials[made.Id];
        Assert.Equal(("bob", "phone", false), (stored.User, stored.Note, stored.Confirmed));
    }

    [Fact]
    public void UnconfirmedCredential_IsGoodForNothing_NorAreItsRecoveryCodes()
    {
        var secret = CodeSecret.NewTotp();
        Enrolment made = _hub.Credentials.Enrol(_hub.As("bob"), "bob", secret, "");
        Assert.Equal(CodeVerdict.Wrong, Verify(_hub.Code(secret)));
        Assert.Equal(CodeVerdict.Wrong, Verify(made.RecoveryCodes[0]));
        Assert.False(Credentials.HasCode(_hub.State, "bob"));
    }

    [Theory]
    [InlineData(CodeKind.Totp)]
    [InlineData(CodeKind.Hotp)]
    public void RightCode_Confirms_AndIsUsedUpByThat(CodeKind kind)
    {
        CodeSecret secret = kind == CodeKind.Totp ? CodeSecret.NewTotp() : CodeSecret.NewHotp();
        Enrolment made = _hub.Credentials.Enrol(_hub.As("bob"), "bob", secret, "");
        _hub.Credentials.Confirm(_hub.As("bob"), made.Id, _hub.Code(secret));
        Assert.True(Credentials.HasCode(_hub.State, "bob"));
        Assert.Equal(CodeVerdict.Replayed, Verify(_hub.Code(secret)));
        Assert.Equal("This credential is confirmed already.", TestHub.Refusal(ControlFailure.Conflict, () => _hub.Credentials.Confirm(_hub.As("bob"), made.Id, _hub.Code(secret, 1))));
        Assert.Equal(CodeVerdict.Accepted, Verify(_hub.Code(secret, 1)));
    }

    [Fact]
    public void WrongCode_DoesNotConfirm_AndFiveLock()
    {
        var secret = CodeSecret.NewTotp();
        Enrolment made = _hub.Credentials.Enrol(_hub.As("bob"), "bob", secret, "");
        for (int i = 0; i < 5; i++) Assert.Equal(Wrong, TestHub.Refusal(ControlFailure.Refused, () => _hub.Credentials.Confirm(_hub.As("bob"), made.Id, _hub.WrongCode(secret))));
        Assert.Equal("Too many wrong ones: no code is looked at for a while.",
            TestHub.Refusal(ControlFailure.TooMany, () => _hub.Credentials.Confirm(_hub.As("bob"), made.Id, _hub.Code(secret))));
        Assert.False(_hub.State.Credentials[made.Id].Confirmed);
    }

    [Fact]
    public void Ocra_IsConfirmedByTheAnswerToItsChallenge()
    {
        CodeSecret secret = TestHub.NewOcra();
        Enrolment made = _hub.Credentials.Enrol(_hub.As("bob"), "bob", secret, "");
        Assert.Equal("OCRA-1:HOTP-SHA256-8:QN08", made.Suite);
        AskedChallenge asked = _hub.Credentials.ChallengeToConfirm(_hub.As("bob"), made.Id);
        Assert.Equal(made.Id, asked.Credential);
        Assert.Equal("The answer is wrong.", TestHub.Refusal(ControlFailure.Refused, () => _hub.Credentials.Confirm(_hub.As("bob"), made.Id, "00000000")));
        // The key of the challenge is the same after a restart.
        TestHub after = _hub.Restart();
        after.Credentials.Confirm(after.As("bob"), made.Id, TestHub.Answer(secret, asked));
        Assert.True(Credentials.HasAnswer(after.State, "bob"));
        Assert.False(Credentials.HasCode(after.State, "bob"));
    }

    [Fact]
    public void CodeCredential_HasNoChallenge()
    {
        Enrolment made = _hub.Credentials.Enrol(_hub.As("bob"), "bob", CodeSecret.NewTotp(), "");
        Assert.Equal("This credential answers no challenges: confirm it with a code.",
            TestHub.Refusal(ControlFailure.Conflict, () => _hub.Credentials.ChallengeToConfirm(_hub.As("bob"), made.Id)));
    }

    [Theory]
    [InlineData("OCRA-1:HOTP-SHA1-6:QN04", "suite: has to take questions of 8 characters at least.")]
    [InlineData("OCRA-1:HOTP-SHA1-6:QN08-PSHA1", "suite: may name neither a PIN nor a session: the hub knows none.")]
    [InlineData("OCRA-1:HOTP-SHA1-6:QN08-S064", "suite: may name neither a PIN nor a session: the hub knows none.")]
    [InlineData("OCRA-1:HOTP-SHA1-4:QN08", "digits: have to be 6 at least: fewer are too easy to guess.")]
    public void SuiteThatCannotBeUsed_IsRefused(string suite, string reason) => Assert.Equal(reason, TestHub.Refusal(ControlFailure.Mistakes,
        () => _hub.Credentials.Enrol(_hub.As("bob"), "bob", CodeSecret.NewOcra(OcraSuite.Parse(suite)), "")));

    [Theory]
    [InlineData("OCRA-1:HOTP-SHA1-0:QA10")]
    [InlineData("OCRA-1:HOTP-SHA512-10:C-QH16")]
    [InlineData("OCRA-1:HOTP-SHA512-8:QN08-T1M")]
    public void OtherSuites_AreTaken(string suite) => _hub.Credentials.Enrol(_hub.As("bob"), "bob", CodeSecret.NewOcra(OcraSuite.Parse(suite)), "");

    [Fact]
    public void OnesOthers_AreNotThere()
    {
        Enrolment made = _hub.Credentials.Enrol(_hub.As("bob"), "bob", CodeSecret.NewTotp(), "");
        string none = $"There is no credential '{made.Id}'.";
        Assert.Equal(none, TestHub.Refusal(ControlFailure.NotFound, () => _hub.Credentials.Confirm(_hub.As("carol"), made.Id, "000000")));
        Assert.Equal(none, TestHub.Refusal(ControlFailure.NotFound, () => _hub.Credentials.Remove(_hub.As("olga"), made.Id)));
        Assert.Equal(none, TestHub.Refusal(ControlFailure.NotFound, () => _hub.Credentials.ChallengesToRemove(_hub.As("carol"), made.Id)));
        Assert.Equal("Only bob and admins may set up a one-time code for them.",
            TestHub.Refusal(ControlFailure.Refused, () => _hub.Credentials.Enrol(_hub.As("carol"), "bob", CodeSecret.NewTotp(), "")));
        Assert.Equal("There is no user 'no:body'.", TestHub.Refusal(ControlFailure.NotFound, () => _hub.Credentials.Enrol(_hub.As("ann"), "no:body", CodeSecret.NewTotp(), "")));
        _hub.Credentials.Remove(_hub.As("ann"), made.Id);
        Assert.Empty(_hub.State.Credentials);
    }

    [Fact]
    public void SecondCredential_NeedsACodeOfTheFirst()
    {
        CodeSecret first = _hub.EnrolConfirmed("bob", CodeSecret.NewTotp()).Secret;
        Assert.Equal("That takes a current one-time code: give one, or the answer to a challenge.",
            TestHub.Refusal(ControlFailure.Refused, () => _hub.Credentials.Enrol(_hub.As("bob"), "bob", CodeSecret.NewTotp(), "")));
        Assert.Equal(Wrong, TestHub.Refusal(ControlFailure.Refused, () => _hub.Credentials.Enrol(_hub.As("bob"), "bob", CodeSecret.NewTotp(), "", _hub.WrongCode(first))));
        Assert.Single(_hub.State.Credentials);
        _hub.Credentials.Enrol(_hub.As("bob"), "bob", CodeSecret.NewTotp(), "", _hub.Code(first));
        Assert.Equal(CodeVerdict.Replayed, Verify(_hub.Code(first)));
        Assert.Equal(2, _hub.State.Credentials.Count);
    }

    [Fact]
    public void WhoHasOnlyOcra_ProvesWithAnAnswer()
    {
        (string id, CodeSecret secret) = _hub.EnrolConfirmed("bob", TestHub.NewOcra());
        AskedChallenge toEnrol = Assert.Single(_hub.Credentials.ChallengesToEnrol(_hub.As("bob")));
        AskedChallenge toRemove = Assert.Single(_hub.Credentials.ChallengesToRemove(_hub.As("bob"), id));
        Assert.Equal("The answer is wrong.", TestHub.Refusal(ControlFailure.Refused,
            () => _hub.Credentials.Enrol(_hub.As("bob"), "bob", CodeSecret.NewTotp(), "", null, TestHub.Answer(secret, toRemove))));
        _hub.Credentials.Enrol(_hub.As("bob"), "bob", CodeSecret.NewTotp(), "", null, TestHub.Answer(secret, toEnrol));
        Assert.Equal("This challenge was answered before: ask for a new one.", TestHub.Refusal(ControlFailure.Refused,
            () => _hub.Credentials.Enrol(_hub.As("bob"), "bob", CodeSecret.NewTotp(), "", null, TestHub.Answer(secret, toEnrol))));
        Assert.Equal("The challenge for this was answered already; there is a new one at 2026-03-01 12:02:00Z.",
            TestHub.Refusal(ControlFailure.Conflict, () => _hub.Credentials.ChallengesToEnrol(_hub.As("bob"))));
        _hub.Credentials.Remove(_hub.As("bob"), id, null, TestHub.Answer(secret, toRemove));
        Assert.False(_hub.State.Credentials.ContainsKey(id));
        Assert.Empty(_hub.Credentials.ChallengesToEnrol(Identity.Root));
    }

    [Fact]
    public void OwnConfirmedCredential_IsRemovedWithACode_AnAdminsOwnToo()
    {
        (string id, CodeSecret secret) = _hub.EnrolConfirmed("ann", CodeSecret.NewTotp());
        Assert.Equal("That takes a current one-time code: give one, or the answer to a challenge.",
            TestHub.Refusal(ControlFailure.Refused, () => _hub.Credentials.Remove(_hub.As("ann"), id)));
        Assert.Equal(Wrong, TestHub.Refusal(ControlFailure.Refused, () => _hub.Credentials.Remove(_hub.As("ann"), id, _hub.WrongCode(secret))));
        _hub.Credentials.Remove(_hub.As("ann"), id, _hub.Code(secret));
        Assert.Empty(_hub.State.Credentials);
    }

    [Fact]
    public void AnothersCredential_IsRemovedByAnAdmin_AndAnOwnUnconfirmedOneByAnybody()
    {
        (string id, _) = _hub.EnrolConfirmed("bob", CodeSecret.NewTotp());
        _hub.Credentials.Remove(_hub.As("ann"), id);
        Enrolment made = _hub.Credentials.Enrol(_hub.As("bob"), "bob", CodeSecret.NewTotp(), "");
        _hub.Credentials.Remove(_hub.As("bob"), made.Id);
        Assert.Empty(_hub.State.Credentials);
    }

    [Fact]
    public void Credentials_AreBounded_AndNotesToo()
    {
        for (int i = 0; i < Credentials.MaxPerUser; i++) _hub.Credentials.Enrol(_hub.As("bob"), "bob", CodeSecret.NewTotp(), "");
        Assert.Equal("bob has 10 credentials: remove one first.", TestHub.Refusal(ControlFailure.Conflict, () => _hub.Credentials.Enrol(_hub.As("bob"), "bob", CodeSecret.NewTotp(), "")));
        Assert.Equal("note: is longer than 1000 characters.",
            TestHub.Refusal(ControlFailure.Mistakes, () => _hub.Credentials.Enrol(_hub.As("carol"), "carol", CodeSecret.NewTotp(), new string('x', 1001))));
        Assert.Equal("This token is good for 'use' only: that takes 'full'.",
            TestHub.Refusal(ControlFailure.Refused, () => _hub.Credentials.Enrol(_hub.As("carol", TokenScope.Use), "carol", CodeSecret.NewTotp(), "")));
    }

    CodeVerdict Verify(string code) => _hub.Credentials.VerifyCode(Actor.Hub, "bob", code, "test");
}
