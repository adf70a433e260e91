namespace Farhub.Control.Codes;

/// <summary>What a hub remembers of one secret between codes. A verifier makes a new one of it; whoever stores it must do so before acting on
/// the verdict, and only over the state that went in, or one code could be used twice at the same time.</summary>
public sealed record CodeState
{
    /// <summary>Failures in a row after which a secret is locked.</summary>
    public const int MaxFailures = 5;

    /// <summary>Largest counter: what every JSON reader holds exactly, and more than a button is ever pressed.</summary>
    public const long MaxCounter = 1L << 53;

    /// <summary>How long the first lock lasts.</summary>
    public static readonly TimeSpan FirstLock = TimeSpan.FromMinutes(1);

    /// <summary>How long a lock lasts at most.</summary>
    public static readonly TimeSpan LongestLock = TimeSpan.FromHours(1);

    /// <summary>The counter that is expected next (HOTP, OCRA with a counter).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0 or above <see cref="MaxCounter"/>.</exception>
    public long Counter
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxCounter);
            field = value;
        }
    }

    /// <summary>The last time step that was used; neither it nor one before will be accepted again. −1 before the first (TOTP).</summary>
    public long LastStep { get; init; } = -1;

    /// <summary>How many time steps the token was ahead of the hub when last seen (TOTP).</summary>
    public int Drift { get; init; }

    /// <summary>Failures since the last success.</summary>
    public int Failures { get; init; }

    /// <summary>Until when no code is looked at; null when it is not locked.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>The counter whose code would resynchronise a token that ran ahead; null when none is waited for (HOTP).</summary>
    public long? ResyncCounter { get; init; }

    /// <summary>True when no code would be looked at.</summary>
    public bool IsLocked(DateTimeOffset now) => LockedUntil is { } until && now < until;

    /// <summary>After one more failure. From the fifth on every one locks, each time twice as long: who guesses gets about 24 guesses a day.</summary>
    internal CodeState Failed(DateTimeOffset now)
    {
        int failures = Math.Min(Failures, int.MaxValue - 1) + 1;
        if (failures < MaxFailures) return this with { Failures = failures, ResyncCounter = null };
        // After six doublings the hour is reached anyway.
        TimeSpan length = FirstLock * (1 << Math.Min(failures - MaxFailures, 6));
        return this with { Failures = failures, ResyncCounter = null, LockedUntil = now + (length < LongestLock ? length : LongestLock) };
    }

    /// <summary>After a success.</summary>
    internal CodeState Succeeded() => this with { Failures = 0, LockedUntil = null, ResyncCounter = null };
}
