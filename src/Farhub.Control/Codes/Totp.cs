namespace Farhub.Control.Codes;

/// <summary>Codes from the time (RFC 6238): HOTP whose counter is the number of periods since 1970.</summary>
public static class Totp
{
    /// <summary>The period of every authenticator app: 30 s.</summary>
    public static readonly TimeSpan DefaultPeriod = TimeSpan.FromSeconds(30);

    /// <summary>The time step that a moment is in; negative before 1970.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The period is not positive.</exception>
    public static long Step(DateTimeOffset time, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(period, TimeSpan.Zero);
        (long step, long rest) = Math.DivRem((time - DateTimeOffset.UnixEpoch).Ticks, period.Ticks);
        return rest < 0 ? step - 1 : step;
    }

    /// <summary>Writes the code of a moment; the length of <paramref name="code"/> says how many digits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Too few or too many digits, or the period is not positive.</exception>
    public static void Write(CodeAlgorithm algorithm, ReadOnlySpan<byte> key, DateTimeOffset time, TimeSpan period, Span<byte> code) =>
        Hotp.Write(algorithm, key, Step(time, period), code);

    /// <summary>The code of a moment as text.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Too few or too many digits, or the period is not positive.</exception>
    public static string Code(CodeAlgorithm algorithm, ReadOnlySpan<byte> key, DateTimeOffset time, TimeSpan period, int digits) =>
        Hotp.Code(algorithm, key, Step(time, period), digits);
}
