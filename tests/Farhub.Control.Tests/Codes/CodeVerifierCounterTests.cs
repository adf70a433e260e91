using Farhub.Control.Codes;
using FsCheck;
using FsCheck.Fluent;

namespace Farhub.Control.Tests.Codes;

public sealed class CodeVerifierCounterTests
{
    static readonly CodeSecret Secret = CodeSecret.ForHotp(CodeAlgorithm.Sha1, 6, TestKeys.Of(CodeAlgorithm.Sha1));

    /// <summary>All 31 bits: with six digits two codes of a window are the same now and then, and what is said of counters is not true of codes.</summary>
    static readonly CodeSecret LongCodes = CodeSecret.ForHotp(CodeAlgorithm.Sha256, 10, TestKeys.Of(CodeAlgorithm.Sha256));

    static DateTimeOffset Now => TestKeys.Now;

    [Theory]
    [InlineData("755224")]
    [InlineData("755 224")]
    [InlineData(" 755224 ")]
    public void ExpectedCode_IsAccepted_OnceOnly(string code)
    {
        (CodeVerdict verdict, CodeState state) = CodeVerifier.Verify(Secret, new CodeState(), code, Now);
        Assert.Equal((CodeVerdict.Accepted, new CodeState { Counter = 1 }), (verdict, state));
        Assert.Equal((CodeVerdict.Replayed, new CodeState { Counter = 1, Failures = 1 }), CodeVerifier.Verify(Secret, state, code, Now));
    }

    [Fact]
    public void AnyCodeOfTheLookAhead_IsAccepted_OnceAndNeverAgain() => Prop.ForAll(
        Arb.From(from start in Gen.Choose(0, 1_000_000) from steps in Gen.ArrayOf(Gen.Choose(0, CodeVerifier.LookAhead - 1), 8) select (start, steps)),
        given =>
        {
            var state = new CodeState { Counter = given.start };
            var used = new List<long>();
            foreach (int step in given.steps)
            {
                long counter = state.Counter + step;
                (CodeVerdict verdict, state) = Verify(state, counter);
                if (verdict != CodeVerdict.Accepted || state.Counter != counter + 1) return false;
                used.Add(counter);
                foreach (long old in used)
                {
                    (CodeVerdict again, CodeState after) = Verify(state, old);
                    bool isNear = old >= state.Counter - CodeVerifier.LookBehind;
                    if (again != (isNear ? CodeVerdict.Replayed : CodeVerdict.Wrong) || after != state with { Failures = 1 }) return false;
                }
            }
            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void WindowsEnd_WhereTheySay()
    {
        var state = new CodeState { Counter = 50 };
        Assert.Equal((CodeVerdict.Accepted, state with { Counter = 60 }), Verify(state, 59));
        Assert.Equal((CodeVerdict.NeedsSecondCode, state with { ResyncCounter = 61 }), Verify(state, 60));
        Assert.Equal((CodeVerdict.NeedsSecondCode, state with { ResyncCounter = 150 }), Verify(state, 149));
        Assert.Equal((CodeVerdict.Wrong, state with { Failures = 1 }), Verify(state, 150));
        Assert.Equal(CodeVerdict.Replayed, Verify(state, 49).Verdict);
        Assert.Equal(CodeVerdict.Replayed, Verify(state, 40).Verdict);
        Assert.Equal(CodeVerdict.Wrong, Verify(state, 39).Verdict);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(55)]
    [InlineData(99)]
    public void TwoCodesInARow_BringATokenBackThatRanAhead(int ahead)
    {
        var state = new CodeState { Counter = 7, Failures = 3 };
        (CodeVerdict first, state) = Verify(state, 7 + ahead);
        Assert.Equal((CodeVerdict.NeedsSecondCode, 3), (first, state.Failures));
        Assert.Equal((CodeVerdict.Accepted, new CodeState { Counter = 7 + ahead + 2 }), Verify(state, 7 + ahead + 1));
    }

    [Fact]
    public void SecondCode_MustBeTheVeryNext()
    {
        (_, CodeState state) = Verify(new CodeState(), 40);
        Assert.Equal((CodeVerdict.NeedsSecondCode, new CodeState { ResyncCounter = 41 }), Verify(state, 40));
        Assert.Equal((CodeVerdict.NeedsSecondCode, new CodeState { ResyncCounter = 43 }), Verify(state, 42));
        Assert.Equal((CodeVerdict.Wrong, new CodeState { Failures = 1 }), Verify(state, 5000));
        Assert.Equal((CodeVerdict.Malformed, new CodeState { Failures = 1 }), CodeVerifier.Verify(LongCodes, state, "41", Now));
        Assert.Equal((CodeVerdict.Accepted, new CodeState { Counter = 4 }), Verify(state, 3));
    }

    [Fact]
    public void CodeThatWasUsed_IsRefused_EvenWhenItIsAComingOneToo()
    {
        // With four digits two counters less than eleven apart have the same code soon enough.
        byte[] key = TestKeys.Of(CodeAlgorithm.Sha1);
        string[] codes = [.. Enumerable.Range(0, 5000).Select(i => Hotp.Code(CodeAlgorithm.Sha1, key, i, 4))];
        (int old, int coming) = (from i in Enumerable.Range(0, codes.Length - 9) from j in Enumerable.Range(i + 1, 8) where codes[i] == codes[j] select (i, j)).First();
        var secret = CodeSecret.ForHotp(CodeAlgorithm.Sha1, 4, key);
        (CodeVerdict verdict, CodeState state) = CodeVerifier.Verify(secret, new CodeState { Counter = old }, codes[old], Now);
        Assert.Equal((CodeVerdict.Accepted, old + 1L), (verdict, state.Counter));
        Assert.True(coming < state.Counter + CodeVerifier.LookAhead);
        Assert.Equal(CodeVerdict.Replayed, CodeVerifier.Verify(secret, state, codes[coming], Now).Verdict);
    }

    [Theory]
    [InlineData("")]
    [InlineData("75522")]
    [InlineData("7552244")]
    [InlineData("75522a")]
    [InlineData("-75522")]
    [InlineData("75522\u0664")]
    [InlineData("755224\0")]
    public void Nonsense_IsMalformed_AndAFailure(string code) =>
        Assert.Equal((CodeVerdict.Malformed, new CodeState { Failures = 1 }), CodeVerifier.Verify(Secret, new CodeState(), code, Now));

    [Fact]
    public void LargestCounter_DoesNotOverflow()
    {
        Assert.Equal(CodeVerdict.Wrong, Verify(new CodeState { Counter = CodeState.MaxCounter }, 3).Verdict);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CodeState { Counter = CodeState.MaxCounter + 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CodeState { Counter = -1 });
    }

    [Fact]
    public void OcraSecret_HasNoCodes() =>
        Assert.Throws<ArgumentException>(() => CodeVerifier.Verify(CodeSecret.NewOcra(OcraSuite.Parse("OCRA-1:HOTP-SHA1-6:QN08")), new CodeState(), "123456", Now));

    static (CodeVerdict Verdict, CodeState State) Verify(CodeState state, long counter) =>
        CodeVerifier.Verify(LongCodes, state, Hotp.Code(LongCodes.Algorithm, LongCodes.Key, counter, LongCodes.Digits), Now);
}
