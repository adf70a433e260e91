using Farhub.Control.Codes;
using FsCheck;
using FsCheck.Fluent;

namespace Farhub.Control.Tests.Codes;

public sealed class CodeVerifierTimeTests
{
    /// <summary>All 31 bits, so that no two steps have the same code by chance.</summary>
    static readonly CodeSecret Secret = CodeSecret.ForTotp(CodeAlgorithm.Sha1, 10, Totp.DefaultPeriod, TestKeys.Of(CodeAlgorithm.Sha1));

    static DateTimeOffset Now => TestKeys.Now;

    static long Here => Totp.Step(Now, Totp.DefaultPeriod);

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public void StepsAround_AreAccepted_AndTheDriftRemembered(int offset) =>
        Assert.Equal((CodeVerdict.Accepted, new CodeState { LastStep = Here + offset, Drift = offset }), Verify(new CodeState(), offset));

    [Theory]
    [InlineData(-2)]
    [InlineData(2)]
    public void StepsFurtherOff_AreWrong(int offset) => Assert.Equal((CodeVerdict.Wrong, new CodeState { Failures = 1 }), Verify(new CodeState(), offset));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void StepAtOrBeforeTheLast_IsReplayed(int offset)
    {
        var state = new CodeState { LastStep = Here };
        Assert.Equal((CodeVerdict.Replayed, state with { Failures = 1 }), Verify(state, offset));
        Assert.Equal((CodeVerdict.Accepted, new CodeState { LastStep = Here + 1, Drift = 1 }), Verify(state, 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void ClockThatDrifts_IsFollowed_SoFar(int direction)
    {
        var state = new CodeState();
        for (int offset = direction; Math.Abs(offset) <= CodeVerifier.MaxDrift; offset += direction)
        {
            state = state with { LastStep = -1 }; // Long ago.
            (CodeVerdict verdict, state) = Verify(state, offset);
            Assert.Equal((CodeVerdict.Accepted, offset), (verdict, state.Drift));
        }
        Assert.Equal(CodeVerdict.Wrong, Verify(state with { LastStep = -1 }, direction * (CodeVerifier.MaxDrift + 1)).Verdict);
    }

    [Fact]
    public void DriftThatIsRemembered_ShutsOutNobodyWhoseClockIsRight()
    {
        var state = new CodeState { Drift = 6 };
        int[] accepted = [.. Enumerable.Range(-15, 31).Where(offset => Verify(state, offset).Verdict == CodeVerdict.Accepted)];
        Assert.Equal([-1, 0, 1, 5, 6, 7], accepted);
    }

    [Fact]
    public void DriftThatCannotBe_IsHeldWithinItsBounds() =>
        Assert.Equal(CodeVerdict.Accepted, Verify(new CodeState { Drift = int.MinValue }, -CodeVerifier.MaxDrift).Verdict);

    [Fact]
    public void Before1970_NothingIsAccepted()
    {
        DateTimeOffset then = DateTimeOffset.UnixEpoch - TimeSpan.FromDays(1);
        Assert.Equal(CodeVerdict.Replayed, CodeVerifier.Verify(Secret, new CodeState(), Code(Totp.Step(then, Totp.DefaultPeriod)), then).Verdict);
    }

    [Fact]
    public void NoStep_IsAcceptedTwice_WhateverTheOrderOfTimes() => Prop.ForAll(
        Arb.From(Gen.NonEmptyListOf(from hub in Gen.Choose(-40, 40) from token in Gen.Choose(-3, 3) select (hub, token))),
        tries =>
        {
            var state = new CodeState();
            long last = -1;
            int accepted = 0;
            foreach ((int hub, int token) in tries)
            {
                DateTimeOffset time = Now + (hub * Totp.DefaultPeriod);
                // Locks would hide what is to be seen.
                (CodeVerdict verdict, CodeState next) = CodeVerifier.Verify(Secret, state with { Failures = 0, LockedUntil = null }, Code(Here + hub + token), time);
                if (verdict == CodeVerdict.Accepted)
                {
                    if (Here + hub + token <= last || next.LastStep != Here + hub + token) return false;
                    last = next.LastStep;
                    accepted++;
                }
                else if (next.LastStep != state.LastStep || next.Drift != state.Drift)
                {
                    return false;
                }
                state = next;
            }
            return accepted > 0 || tries.All(t => Math.Abs(t.token) > 1);
        }).QuickCheckThrowOnFailure();

    static string Code(long step) => Hotp.Code(Secret.Algorithm, Secret.Key, step, Secret.Digits);

    static (CodeVerdict Verdict, CodeState State) Verify(CodeState state, int offset) => CodeVerifier.Verify(Secret, state, Code(Here + offset), Now);
}
