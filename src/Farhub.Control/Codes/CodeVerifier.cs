using System.Security.Cryptography;

namespace Farhub.Control.Codes;

/// <summary>Judges codes. Pure: the same secret, state, code and time give the same verdict, and the caller keeps the new state.</summary>
/// <remarks>Every candidate of a window is computed and compared, whichever of them matches, so that the time says nothing about the code. A
/// code that equals a used one is refused even where, by coincidence, it is a coming one too: somebody may have seen it.</remarks>
public static class CodeVerifier
{
    /// <summary>How many codes, from the expected one on, are accepted at once (HOTP): a button is pressed in a pocket now and then.</summary>
    public const int LookAhead = 10;

    /// <summary>How many codes, from the expected one on, may begin a resynchronisation (HOTP).</summary>
    public const int ResyncWindow = 100;

    /// <summary>How many codes back a used one is told from a wrong one (HOTP).</summary>
    public const int LookBehind = 10;

    /// <summary>Most time steps that a token's clock is followed (TOTP).</summary>
    public const int MaxDrift = 10;

    /// <summary>Judges a counter or time code. Spaces in it do not count: apps show them.</summary>
    /// <param name="secret">The secret; not one for OCRA, whose responses <see cref="OcraChallenger"/> judges.</param>
    /// <param name="state">What is remembered of the secret.</param>
    /// <param name="code">What somebody typed.</param>
    /// <param name="now">The time.</param>
    /// <returns>The verdict, and the state that must replace <paramref name="state"/>.</returns>
    /// <exception cref="ArgumentException">The secret is for OCRA.</exception>
    public static (CodeVerdict Verdict, CodeState State) Verify(CodeSecret secret, CodeState state, ReadOnlySpan<char> code, DateTimeOffset now)
    {
        if (secret.Kind == CodeKind.Ocra) throw new ArgumentException("An OCRA secret answers questions; it has no codes.", nameof(secret));
        if (state.IsLocked(now)) return (CodeVerdict.Locked, state);
        Span<byte> given = stackalloc byte[secret.Digits];
        if (!TryReadDigits(code, given)) return (CodeVerdict.Malformed, state.Failed(now));
        return secret.Kind == CodeKind.Hotp ? VerifyCounter(secret, state, given, now) : VerifyTime(secret, state, given, now);
    }

    static (CodeVerdict Verdict, CodeState State) VerifyCounter(CodeSecret secret, CodeState state, ReadOnlySpan<byte> given, DateTimeOffset now)
    {
        bool isUsed = false;
        bool isAwaited = false;
        long found = -1;
        // One further than the window: a resynchronisation may have begun at its last code.
        for (long counter = Math.Max(0, state.Counter - LookBehind); counter <= state.Counter + ResyncWindow; counter++)
        {
            bool matches = IsCode(secret, counter, given);
            isUsed |= matches & counter < state.Counter;
            isAwaited |= matches & counter == state.ResyncCounter;
            found = matches & counter >= state.Counter & counter < state.Counter + ResyncWindow & found < 0 ? counter : found;
        }
        if (isUsed) return (CodeVerdict.Replayed, state.Failed(now));
        if (isAwaited) return (CodeVerdict.Accepted, state.Succeeded() with { Counter = state.ResyncCounter!.Value + 1 });
        if (found < 0) return (CodeVerdict.Wrong, state.Failed(now));
        return found < state.Counter + LookAhead
            ? (CodeVerdict.Accepted, state.Succeeded() with { Counter = found + 1 })
            : (CodeVerdict.NeedsSecondCode, state with { ResyncCounter = found + 1 });
    }

    /// <summary>Looks one step around the hub's clock, and one around where the token's clock was when last seen: a remembered drift must not
    /// shut out somebody who was merely slow to type the last time.</summary>
    static (CodeVerdict Verdict, CodeState State) VerifyTime(CodeSecret secret, CodeState state, ReadOnlySpan<byte> given, DateTimeOffset now)
    {
        long here = Totp.Step(now, secret.Period);
        int drift = Math.Clamp(state.Drift, -MaxDrift, MaxDrift);
        bool isUsed = false;
        int? found = null;
        for (int offset = Math.Max(Math.Min(0, drift) - 1, -MaxDrift); offset <= Math.Min(Math.Max(0, drift) + 1, MaxDrift); offset++)
        {
            if (Math.Abs(offset) > 1 && Math.Abs(offset - drift) > 1) continue;
            bool matches = IsCode(secret, here + offset, given);
            isUsed |= matches & here + offset <= state.LastStep;
            found = matches & here + offset > state.LastStep & found is null ? offset : found;
        }
        if (isUsed) return (CodeVerdict.Replayed, state.Failed(now));
        return found is { } ahead
            ? (CodeVerdict.Accepted, state.Succeeded() with { LastStep = here + ahead, Drift = ahead })
            : (CodeVerdict.Wrong, state.Failed(now));
    }

    static bool IsCode(CodeSecret secret, long counter, ReadOnlySpan<byte> given)
    {
        Span<byte> code = stackalloc byte[Hotp.MaxDigits];
        code = code[..given.Length];
        Hotp.Write(secret.Algorithm, secret.Key, counter, code);
        return CryptographicOperations.FixedTimeEquals(code, given);
    }

    /// <summary>True when there are exactly so many digits, spaces aside.</summary>
    static bool TryReadDigits(ReadOnlySpan<char> code, Span<byte> digits)
    {
        int length = 0;
        foreach (char c in code)
        {
            if (c == ' ') continue;
            if (!char.IsAsciiDigit(c) || length == digits.Length) return false;
            digits[length++] = (byte)c;
        }
        return length == digits.Length;
    }
}
