using Farhub.Control.Codes;
namespace Farhub.Control.Tests.Codes;

public sealed class OcraChallengerTests
{
    static readonly OcraChallenger Challenger = new(TestKeys.Of(CodeAlgorithm.Sha256));
    static readonly CodeSecret Secret = SecretFor("OCRA-1:HOTP-SHA256-8:QN08");
    static readonly OcraAct Act = new("scope", "ann", "192.0.2.7");

    static DateTimeOffset Now => TestKeys.Now;

    [Fact]
    public void RightResponse_IsAccepted_OnceOnly()
    {
        OcraChallenge challenge = Challenger.Pose(Secret.Suite!, Act, Now);
        string response = Respond(Secret, challenge);
        OcraOutcome outcome = Verify(Secret, new CodeState { Failures = 3 }, Act, response, Now);
        Assert.Equal(new OcraOutcome(CodeVerdict.Accepted, new CodeState(), challenge), outcome);
        Assert.Equal(
            new OcraOutcome(CodeVerdict.Replayed, new CodeState { Failures = 1 }, challenge),
            Verify(Secret, outcome.State, Act, response, Now, id => id == challenge.Id));
    }

    [Fact]
    public void Response_ApprovesNoOtherAct()
    {
        string response = Respond(Secret, Challenger.Pose(Secret.Suite!, Act, Now));
        OcraAct[] others = [Act with { ShareId = "disk" }, Act with { User = "bob" }, Act with { ClientAddress = "192.0.2.70" }];
        Assert.All(others, other => Assert.Equal(
            new OcraOutcome(CodeVerdict.Wrong, new CodeState { Failures = 1 }, null),
            Verify(Secret, new CodeState(), other, response, Now)));
    }

    [Fact]
    public void Response_StandsThroughTheNextWindow_NotLonger_NotEarlier()
    {
        OcraChallenge challenge = Challenger.Pose(Secret.Suite!, Act, Now);
        string response = Respond(Secret, challenge);
        Assert.Equal(CodeVerdict.Accepted, Verify(Secret, new CodeState(), Act, response, challenge.Until.AddTicks(-1)).Verdict);
        Assert.Equal(CodeVerdict.Wrong, Verify(Secret, new CodeState(), Act, response, challenge.Until).Verdict);
        Assert.Equal(CodeVerdict.Wrong, Verify(Secret, new CodeState(), Act, response, challenge.From.AddTicks(-1)).Verdict);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1234567")]
    [InlineData("123456789")]
    [InlineData("1234567a")]
    public void Nonsense_IsMalformed(string response) =>
        Assert.Equal(new OcraOutcome(CodeVerdict.Malformed, new CodeState { Failures = 1 }, null), Verify(Secret, new CodeState(), Act, response, Now));

    [Fact]
    public void FiveFailures_LockTheRightResponseOut()
    {
        string response = Respond(Secret, Challenger.Pose(Secret.Suite!, Act, Now));
        var state = new CodeState();
        for (int i = 0; i < 5; i++) state = Verify(Secret, state, Act with { User = "bob" }, response, Now).State;
        Assert.Equal(new OcraOutcome(CodeVerdict.Locked, state, null), Verify(Secret, state, Act, response, Now));
        Assert.Equal(CodeVerdict.Accepted, Verify(Secret, state, Act, response, Now.AddMinutes(1)).Verdict);
    }

    [Fact]
    public void WholeHmac_MayBeTypedInSmallLettersAndGroups()
    {
        CodeSecret secret = SecretFor("OCRA-1:HOTP-SHA1-0:QA10");
        string response = Respond(secret, Challenger.Pose(secret.Suite!, Act, Now));
        string typed = string.Join(' ', response.ToLowerInvariant().Chunk(8).Select(c => new string(c)));
        Assert.Equal(CodeVerdict.Accepted, Verify(secret, new CodeState(), Act, typed, Now).Verdict);
        Assert.Equal(CodeVerdict.Malformed, Verify(secret, new CodeState(), Act, response[..^1] + "g", Now).Verdict);
    }

    [Fact]
    public void Counter_IsLookedAheadFor_AndMovesOn()
    {
        CodeSecret secret = SecretFor("OCRA-1:HOTP-SHA1-10:C-QN08");
        OcraChallenge challenge = Challenger.Pose(secret.Suite!, Act, Now);
        var state = new CodeState { Counter = 20 };
        Assert.Equal(new OcraOutcome(CodeVerdict.Accepted, new CodeState { Counter = 30 }, challenge), Verify(secret, state, Act, Respond(secret, challenge, counter: 29), Now));
        Assert.Equal(CodeVerdict.Wrong, Verify(secret, state, Act, Respond(secret, challenge, counter: 30), Now).Verdict);
        Assert.Equal(CodeVerdict.Wrong, Verify(secret, state, Act, Respond(secret, challenge, counter: 19), Now).Verdict);
    }

    [Theory]
    [InlineData(-61, CodeVerdict.Wrong)]
    [InlineData(-31, CodeVerdict.Accepted)]
    [InlineData(0, CodeVerdict.Accepted)]
    [InlineData(31, CodeVerdict.Accepted)]
    [InlineData(61, CodeVerdict.Wrong)]
    public void TokensClock_MayBeAStepOff(int seconds, CodeVerdict verdict)
    {
        CodeSecret secret = SecretFor("OCRA-1:HOTP-SHA1-10:QN08-T30S");
        OcraChallenge challenge = Challenger.Pose(secret.Suite!, Act, Now);
        Assert.Equal(verdict, Verify(secret, new CodeState(), Act, Respond(secret, challenge, time: Now.AddSeconds(seconds)), Now).Verdict);
    }

    [Fact]
    public void PinAndSession_GoIn()
    {
        CodeSecret secret = SecretFor("OCRA-1:HOTP-SHA1-10:QN08-PSHA256-S064");
        OcraChallenge challenge = Challenger.Pose(secret.Suite!, Act, Now);
        byte[] pinHash = secret.Suite!.HashPin("1234");
        string response = Ocra.Response(secret.Suite, secret.Key, new OcraInput { Question = challenge.Question, PinHash = pinHash, Session = [1, 2] });
        Assert.Equal(CodeVerdict.Accepted, With(pinHash, [1, 2]));
        Assert.Equal(CodeVerdict.Wrong, With(secret.Suite.HashPin("1235"), [1, 2]));
        Assert.Equal(CodeVerdict.Wrong, With(pinHash, [1, 3]));
        Assert.Throws<ArgumentException>(() => With([], [1, 2]));

        CodeVerdict With(byte[] pin, byte[] session) =>
            Challenger.Verify(secret, new CodeState(), Act, new OcraAnswer { Response = response, PinHash = pin, Session = session }, Now, _ => false).Verdict;
    }

    [Fact]
    public void SecretForCodes_IsRefused() => Assert.Throws<ArgumentException>(() => Verify(CodeSecret.NewTotp(), new CodeState(), Act, "123456", Now));

    static CodeSecret SecretFor(string suite)
    {
        var parsed = OcraSuite.Parse(suite);
        return CodeSecret.ForOcra(parsed, TestKeys.Of(parsed.Algorithm));
    }

    static string Respond(CodeSecret secret, OcraChallenge challenge, long counter = 0, DateTimeOffset? time = null) => Ocra.Response(secret.Suite!, secret.Key, new OcraInput
    {
        Question = challenge.Question,
        Counter = secret.Suite!.HasCounter ? counter : null,
        TimeStep = secret.Suite.TimeStep is { } step ? Totp.Step(time ?? Now, step) : null,
    });

    static OcraOutcome Verify(CodeSecret secret, CodeState state, OcraAct act, string response, DateTimeOffset now, Predicate<string>? isUsed = null) =>
        Challenger.Verify(secret, state, act, new OcraAnswer { Response = response }, now, isUsed ?? (_ => false));
}
