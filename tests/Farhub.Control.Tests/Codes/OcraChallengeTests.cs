using Farhub.Control.Codes;
using FsCheck;
using FsCheck.Fluent;

namespace Farhub.Control.Tests.Codes;

public sealed class OcraChallengeTests
{
    static readonly byte[] HubSecret = TestKeys.Of(CodeAlgorithm.Sha256);
    static readonly OcraChallenger Challenger = new(HubSecret);
    static readonly OcraSuite Suite = OcraSuite.Parse("OCRA-1:HOTP-SHA256-8:QN08");
    static readonly OcraAct Act = new("scope", "ann", "192.0.2.7");

    /// <summary>Few texts and parts of each other, so that fields could run into one another if they did; halves of surrogate pairs too.</summary>
    static readonly Gen<string> Texts = Gen.ArrayOf(Gen.Elements('a', '\0', '\u0001', '\ud800', '\udc00')).Select(c => new string(c[..Math.Min(c.Length, 4)]));

    static readonly Gen<(OcraAct Act, long Number)> Acts =
        from share in Texts
        from user in Texts
        from address in Texts
        from number in Gen.Choose(0, 2)
        select (new OcraAct(share, user, address), (long)number);

    [Theory]
    [InlineData("QN08", "0123456789")]
    [InlineData("QN64", "0123456789")]
    [InlineData("QA08", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")]
    [InlineData("QA64", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")]
    [InlineData("QH40", "0123456789ABCDEF")]
    [InlineData("QH64", "0123456789ABCDEF")]
    public void Questions_HaveTheSuitesFormat_AndUseAllOfIt(string format, string alphabet)
    {
        var suite = OcraSuite.Parse($"OCRA-1:HOTP-SHA256-8:{format}");
        string[] questions = [.. Enumerable.Range(0, 100).Select(i => Challenger.Pose(suite, Act with { User = $"{i}" }, TestKeys.Now).Question)];
        Assert.All(questions, q => Assert.Equal(suite.QuestionLength, q.Length));
        Assert.Equal(alphabet, string.Concat(questions.SelectMany(q => q).Distinct().Order()));
        Assert.Equal(questions.Length, questions.Distinct().Count());
    }

    [Fact]
    public void Challenge_IsTheSame_WithinItsWindow_AndAfterARestart()
    {
        OcraChallenge challenge = Challenger.Pose(Suite, Act, TestKeys.Now);
        Assert.Equal(challenge, new OcraChallenger(HubSecret).Pose(Suite, Act with { }, challenge.From.AddMinutes(2).AddTicks(-1)));
        Assert.Equal((new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), challenge.From.AddMinutes(4)), (challenge.From, challenge.Until));
        Assert.Equal(32, challenge.Id.Length);
    }

    [Fact]
    public void AnyOtherFact_MakesAnotherChallenge()
    {
        OcraChallenge[] all =
        [
            Challenger.Pose(Suite, Act, TestKeys.Now),
            Challenger.Pose(Suite, Act with { ShareId = "scope2" }, TestKeys.Now),
            Challenger.Pose(Suite, Act with { User = "bob" }, TestKeys.Now),
            Challenger.Pose(Suite, Act with { ClientAddress = "192.0.2.8" }, TestKeys.Now),
            Challenger.Pose(Suite, Act, TestKeys.Now.AddMinutes(2)),
            Challenger.Pose(OcraSuite.Parse("OCRA-1:HOTP-SHA512-8:QN08"), Act, TestKeys.Now),
            new OcraChallenger(HubSecret, TimeSpan.FromMinutes(1)).Pose(Suite, Act, TestKeys.Now),
            new OcraChallenger(TestKeys.Of(CodeAlgorithm.Sha512)).Pose(Suite, Act, TestKeys.Now),
        ];
        Assert.Equal(all.Length, all.Select(c => c.Id).Distinct().Count());
        Assert.Equal(all.Length, all.Select(c => c.Question).Distinct().Count());
    }

    [Fact]
    public void NoTwoActs_AreTheSameBytes() => Prop.ForAll(Arb.From(Acts), Arb.From(Acts), (a, b) =>
        (a == b) == Fields(a).AsSpan().SequenceEqual(Fields(b))).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void TextThatMovesFromOneFieldToTheNext_IsAnotherAct() => Prop.ForAll(
        Arb.From(from text in Texts.Where(t => t.Length > 0) from cut in Gen.Choose(0, 4) from other in Gen.Choose(0, 4) select (text, cut, other)),
        given =>
        {
            (int cut, int other) = (Math.Min(given.cut, given.text.Length), Math.Min(given.other, given.text.Length));
            return cut == other || !Cut(cut).AsSpan().SequenceEqual(Cut(other));

            byte[] Cut(int at) => Fields((new OcraAct(given.text[..at], given.text[at..], ""), 0));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("QN07")]
    [InlineData("QA04")]
    public void QuestionsTooShort_AreRefused(string format) =>
        Assert.Throws<ArgumentException>(() => Challenger.Pose(OcraSuite.Parse($"OCRA-1:HOTP-SHA256-8:{format}"), Act, TestKeys.Now));

    [Fact]
    public void ChallengerThatCannotBe_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new OcraChallenger(new byte[31]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OcraChallenger(HubSecret, TimeSpan.FromSeconds(9)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OcraChallenger(HubSecret, TimeSpan.FromHours(1.1)));
    }

    static byte[] Fields((OcraAct Act, long Number) given) => OcraChallenge.Fields("test", Suite, given.Act, given.Number, TimeSpan.FromMinutes(2));
}
