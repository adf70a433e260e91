using Farhub.Control.Codes;
namespace Farhub.Control.Tests.Codes;

/// <summary>What failures do; the same for every kind of code.</summary>
public sealed class CodeLockTests
{
    static readonly CodeSecret Secret = CodeSecret.ForHotp(CodeAlgorithm.Sha1, 6, TestKeys.Of(CodeAlgorithm.Sha1));

    static DateTimeOffset Now => TestKeys.Now;

    [Fact]
    public void FourFailures_DoNotLock_AndASuccessForgetsThem()
    {
        CodeState state = Fail(new CodeState(), 4);
        Assert.Equal(new CodeState { Failures = 4 }, state);
        Assert.Equal((CodeVerdict.Accepted, new CodeState { Counter = 1 }), CodeVerifier.Verify(Secret, state, "755224", Now));
    }

    [Fact]
    public void FifthFailure_LocksForAMinute_AndTheRightCodeToo()
    {
        CodeState state = Fail(new CodeState(), 5);
        Assert.Equal(new CodeState { Failures = 5, LockedUntil = Now.AddMinutes(1) }, state);
        DateTimeOffset almost = Now.AddMinutes(1).AddTicks(-1);
        Assert.Equal((CodeVerdict.Locked, state), CodeVerifier.Verify(Secret, state, "755224", almost));
        Assert.Equal((CodeVerdict.Locked, state), CodeVerifier.Verify(Secret, state, "nonsense", almost));
        Assert.Equal((CodeVerdict.Accepted, new CodeState { Counter = 1 }), CodeVerifier.Verify(Secret, state, "755224", Now.AddMinutes(1)));
    }

    [Fact]
    public void EveryFurtherFailure_LocksTwiceAsLong_UpToAnHour()
    {
        var state = new CodeState { Failures = 4 };
        DateTimeOffset time = Now;
        foreach (int minutes in (int[])[1, 2, 4, 8, 16, 32, 60, 60, 60])
        {
            (CodeVerdict verdict, state) = CodeVerifier.Verify(Secret, state, "000000", time);
            Assert.Equal((CodeVerdict.Wrong, time.AddMinutes(minutes)), (verdict, state.LockedUntil));
            time = state.LockedUntil!.Value;
        }
        (_, state) = CodeVerifier.Verify(Secret, state, "755224", time);
        Assert.Equal(new CodeState { Counter = 1, Failures = 4 }, Fail(state, 4));
    }

    [Fact]
    public void FailuresWithoutEnd_DoNotOverflow()
    {
        var state = new CodeState { Failures = int.MaxValue };
        Assert.Equal(state with { LockedUntil = Now.AddHours(1) }, Fail(state, 1));
    }

    static CodeState Fail(CodeState state, int times)
    {
        for (int i = 0; i < times; i++)
        {
            (CodeVerdict verdict, state) = CodeVerifier.Verify(Secret, state, "000000", Now);
            Assert.Equal(CodeVerdict.Wrong, verdict);
        }
        return state;
    }
}
