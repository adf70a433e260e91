using System.Security.Cryptography;

namespace Farhub.Control.Codes;

/// <summary>Poses challenges and judges what comes back, recomputing the challenge from the act each time.</summary>
public sealed class OcraChallenger
{
    /// <summary>Shortest key of a hub, in bytes.</summary>
    public const int MinHubSecretLength = 32;

    readonly byte[] _hubSecret;

    /// <summary>A challenger with a hub's key.</summary>
    /// <param name="hubSecret">At least 32 random bytes that only this hub knows, the same after a restart.</param>
    /// <param name="window">How long a challenge stands at least (and at most twice as long); 10 s to 1 h. Two minutes when null.</param>
    /// <exception cref="ArgumentException">The key is too short, or the window too short or too long.</exception>
    public OcraChallenger(ReadOnlySpan<byte> hubSecret, TimeSpan? window = null)
    {
        if (hubSecret.Length < MinHubSecretLength) throw new ArgumentException($"A hub's key has at least {MinHubSecretLength} bytes.", nameof(hubSecret));
        Window = window ?? TimeSpan.FromMinutes(2);
        ArgumentOutOfRangeException.ThrowIfLessThan(Window, TimeSpan.FromSeconds(10), nameof(window));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Window, TimeSpan.FromHours(1), nameof(window));
        _hubSecret = hubSecret.ToArray();
    }

    /// <summary>How long a challenge stands at least.</summary>
    public TimeSpan Window { get; }

    /// <summary>The challenge of an act now. Within a window it is the same each time it is asked for.</summary>
    /// <exception cref="ArgumentException">The suite's questions are too short.</exception>
    public OcraChallenge Pose(OcraSuite suite, OcraAct act, DateTimeOffset now) => OcraChallenge.Derive(_hubSecret, suite, act, Totp.Step(now, Window), Window);

    /// <summary>Judges a response to the challenge of an act.</summary>
    /// <param name="secret">A secret for OCRA.</param>
    /// <param name="state">What is remembered of the secret; locks work as they do for codes.</param>
    /// <param name="act">What is to be approved, as it is now.</param>
    /// <param name="answer">What came back.</param>
    /// <param name="now">The time.</param>
    /// <param name="isUsed">True for the id of a challenge of which a response has been accepted.</param>
    /// <exception cref="ArgumentException">The secret is not for OCRA, its suite's questions are too short, or the answer's PIN hash or session is
    /// not what the suite takes.</exception>
    public OcraOutcome Verify(CodeSecret secret, CodeState state, OcraAct act, in OcraAnswer answer, DateTimeOffset now, Predicate<string> isUsed)
    {
        OcraSuite suite = secret.Suite ?? throw new ArgumentException("Only an OCRA secret answers questions.", nameof(secret));
        if (state.IsLocked(now)) return new OcraOutcome(CodeVerdict.Locked, state, null);
        Span<byte> given = stackalloc byte[suite.ResponseLength];
        if (!TryReadResponse(suite, answer.Response, given)) return new OcraOutcome(CodeVerdict.Malformed, state.Failed(now), null);

        long window = Totp.Step(now, Window);
        OcraChallenge? answered = null;
        long next = state.Counter;
        bool isReplayed = false;
        // All windows, counters and time steps, whichever matches: as in CodeVerifier.
        for (long number = window - 1; number <= window; number++)
        {
            OcraChallenge challenge = OcraChallenge.Derive(_hubSecret, suite, act, number, Window);
            if (FindCounter(secret, state, challenge, answer, given, now) is not { } counter) continue;
            isReplayed |= isUsed(challenge.Id);
            answered = challenge;
            next = suite.HasCounter ? counter + 1 : next;
        }
        if (answered is null) return new OcraOutcome(CodeVerdict.Wrong, state.Failed(now), null);
        return isReplayed
            ? new OcraOutcome(CodeVerdict.Replayed, state.Failed(now), answered)
            : new OcraOutcome(CodeVerdict.Accepted, state.Succeeded() with { Counter = next }, answered);
    }

    /// <summary>The first counter, within the look-ahead, with which the response is right; the state's own for suites without one.</summary>
    static long? FindCounter(CodeSecret secret, CodeState state, OcraChallenge challenge, in OcraAnswer answer, ReadOnlySpan<byte> given, DateTimeOffset now)
    {
        OcraSuite suite = challenge.Suite;
        Span<byte> response = stackalloc byte[given.Length];
        long? found = null;
        int counters = suite.HasCounter ? CodeVerifier.LookAhead : 1;
        // A clock that is a step off, either way.
        int around = suite.TimeStep is null ? 0 : 1;
        for (long counter = state.Counter; counter < state.Counter + counters; counter++)
        {
            for (int offset = -around; offset <= around; offset++)
            {
                var input = new OcraInput
                {
                    Question = challenge.Question,
                    Counter = suite.HasCounter ? counter : null,
                    PinHash = answer.PinHash,
                    Session = answer.Session,
                    TimeStep = suite.TimeStep is { } step ? Totp.Step(now, step) + offset : null,
                };
                Ocra.Write(suite, secret.Key, input, response);
                bool matches = CryptographicOperations.FixedTimeEquals(response, given);
                found = matches & found is null ? counter : found;
            }
        }
        return found;
    }

    /// <summary>True when there are exactly so many digits, spaces aside; hexadecimal ones, small or capital, when the whole HMAC is asked for.</summary>
    static bool TryReadResponse(OcraSuite suite, ReadOnlySpan<char> text, Span<byte> response)
    {
        int length = 0;
        foreach (char c in text)
        {
            if (c == ' ') continue;
            if (!(suite.Digits == 0 ? char.IsAsciiHexDigit(c) : char.IsAsciiDigit(c)) || length == response.Length) return false;
            response[length++] = (byte)char.ToUpperInvariant(c);
        }
        return length == response.Length;
    }
}
