using Farhub.Control.Codes;
using Farhub.Control.Model;
using Farhub.Control.Proofs;
using Farhub.Control.State;
using Farhub.Control.Store;
using Farhub.Control.Tests.Fakes;

namespace Farhub.Control.Tests.Proofs;

public sealed class VerifyCodeTests
{
    readonly TestHub _hub = TestHub.New();

    [Fact]
    public void Code_IsGoodOnce_AlsoAcrossARestart()
    {
        CodeSecret secret = _hub.EnrolConfirmed("bob", CodeSecret.NewTotp()).Secret;
        string code = _hub.Code(secret);
        Assert.Equal(CodeVerdict.Accepted, Verify(_hub, code));
        Assert.Equal(CodeVerdict.Replayed, Verify(_hub, code));
        Assert.Equal(CodeVerdict.Replayed, Verify(_hub.Restart(), code));
    }

    [Fact]
    public void CodeThatCouldNotBeStoredAsUsed_IsNotAccepted()
    {
        CodeSecret secret = _hub.EnrolConfirmed("bob", CodeSecret.NewTotp()).Secret;
        _hub.Store.IsFull = true;
        Assert.Throws<StoreException>(() => Verify(_hub, _hub.Code(secret)));
        _hub.Store.IsFull = false;
        Assert.Equal(CodeVerdict.Accepted, Verify(_hub, _hub.Code(secret)));
    }

    [Theory]
    [InlineData(CodeKind.Totp)]
    [InlineData(CodeKind.Hotp)]
    public async Task ManyAtOnce_WithTheSameCode_OneIsAccepted(CodeKind kind)
    {
        CodeSecret secret = _hub.EnrolConfirmed("bob", kind == CodeKind.Totp ? CodeSecret.NewTotp() : CodeSecret.NewHotp()).Secret;
        for (int round = 1; round <= 5; round++)
        {
            string code = _hub.Code(secret, kind == CodeKind.Totp ? 0 : round);
            // Four: a fifth failure in a row would lock, which is another verdict.
            using var start = new Barrier(4);
            CodeVerdict[] verdicts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(() =>
            {
                start.SignalAndWait();
                return Verify(_hub, code);
            }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
            Assert.Equal((1, 3), (verdicts.Count(v => v == CodeVerdict.Accepted), verdicts.Count(v => v == CodeVerdict.Replayed)));
            _hub.Time.AdvanceMinutes(1);
        }
    }

    [Fact]
    public void WrongCodes_Lock_AlsoAcrossARestart_AndTheLockIsNotStoredAgain()
    {
        CodeSecret secret = _hub.EnrolConfirmed("bob", CodeSecret.NewTotp()).Secret;
        for (int i = 0; i < 5; i++) Assert.Equal(CodeVerdict.Wrong, Verify(_hub, _hub.WrongCode(secret)));
        Assert.Equal(CodeVerdict.Locked, Verify(_hub, _hub.Code(secret)));
        TestHub after = _hub.Restart();
        int commits = after.Store.CommitCount;
        Assert.Equal(CodeVerdict.Locked, Verify(after, after.Code(secret)));
        Assert.Equal(commits, after.Store.CommitCount);
        after.Time.AdvanceMinutes(1);
        Assert.Equal(CodeVerdict.Accepted, Verify(after, after.Code(secret)));
    }

    [Fact]
    public void SecondOfTwoTokens_DoesNotFailTheFirst()
    {
        (string first, _) = _hub.EnrolConfirmed("bob", CodeSecret.NewTotp());
        (string second, CodeSecret secret) = _hub.EnrolConfirmed("bob", CodeSecret.NewTotp());
        Assert.Equal(CodeVerdict.Accepted, Verify(_hub, _hub.Code(secret)));
        Assert.Equal(0, _hub.State.Credentials[first].State.Failures);
        Assert.Equal(CodeVerdict.Replayed, Verify(_hub, _hub.Code(secret)));
        Assert.Equal((1, 1), (_hub.State.Credentials[first].State.Failures, _hub.State.Credentials[second].State.Failures));
    }

    [Fact]
    public void TokenThatRanAhead_IsFoundByTwoCodesInARow()
    {
        CodeSecret secret = _hub.EnrolConfirmed("bob", CodeSecret.NewHotp()).Secret;
        Assert.Equal(CodeVerdict.NeedsSecondCode, Verify(_hub, _hub.Code(secret, 50)));
        TestHub after = _hub.Restart();
        Assert.Equal(CodeVerdict.Accepted, Verify(after, after.Code(secret, 51)));
    }

    [Fact]
    public void RecoveryCode_IsGoodOnce_AlsoWhenTheTokenIsLocked()
    {
        var secret = CodeSecret.NewTotp();
        Enrolment made = _hub.Credentials.Enrol(_hub.As("bob"), "bob", secret, "");
        _hub.Credentials.Confirm(_hub.As("bob"), made.Id, _hub.Code(secret));
        Assert.Equal(CodeVerdict.Accepted, Verify(_hub, made.RecoveryCodes[3].ToLowerInvariant()));
        Assert.Equal(0, _hub.State.Credentials[made.Id].State.Failures);
        TestHub after = _hub.Restart();
        for (int i = 0; i < 5; i++) Assert.Equal(CodeVerdict.Wrong, Verify(after, made.RecoveryCodes[3]));
        Assert.Equal(CodeVerdict.Locked, Verify(after, made.RecoveryCodes[3]));
        Assert.Equal(CodeVerdict.Accepted, Verify(after, made.RecoveryCodes[4]));
    }

    [Fact]
    public void DisabledOrUnknownUser_HasNoCodes()
    {
        CodeSecret secret = _hub.EnrolConfirmed("bob", CodeSecret.NewTotp()).Secret;
        _hub.Change(s => s with { Users = s.Users.SetItem("bob", s.Users["bob"] with { Enabled = false }) });
        Assert.Equal(CodeVerdict.Wrong, Verify(_hub, _hub.Code(secret)));
        Assert.Equal(CodeVerdict.Wrong, _hub.Credentials.VerifyCode(Actor.Hub, "nobody", "000000", "test"));
    }

    [Fact]
    public void OthersCode_IsWrong()
    {
        _hub.EnrolConfirmed("bob", CodeSecret.NewTotp());
        CodeSecret carols = _hub.EnrolConfirmed("carol", CodeSecret.NewTotp()).Secret;
        Assert.Equal(CodeVerdict.Wrong, Verify(_hub, _hub.Code(carols)));
    }

    [Fact]
    public void UnreadableCredential_IsAsIfNotThere()
    {
        _hub.Change(s => s with { Credentials = s.Credentials.Add("x", new CodeCredential { Name = "x", User = "bob", Secret = "rubbish", Confirmed = true }) });
        Assert.False(Credentials.HasCode(_hub.State, "bob"));
        Assert.Equal(CodeVerdict.Wrong, Verify(_hub, "000000"));
    }

    [Fact]
    public void Audit_SaysWhatForAndHowItWent()
    {
        CodeSecret secret = _hub.EnrolConfirmed("bob", CodeSecret.NewTotp()).Secret;
        Verify(_hub, _hub.Code(secret));
        Assert.Equal("""{"for":"test","verdict":"accepted","state":"(secret)"}""", _hub.Audit("credential.change")[^1].Detail);
        Verify(_hub, _hub.Code(secret));
        Assert.Equal("""{"for":"test","verdict":"used before","state":"(secret)"}""", _hub.Audit("credential.change")[^1].Detail);
    }

    static CodeVerdict Verify(TestHub hub, string code) => hub.Credentials.VerifyCode(Actor.Hub, "bob", code, "test");
}
