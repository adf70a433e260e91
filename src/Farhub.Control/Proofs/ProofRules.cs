using Farhub.Control.Codes;
using Farhub.Control.Model;
using Farhub.Control.State;

namespace Farhub.Control.Proofs;

/// <summary>Judges what a user gives as proof, over a whole state. Pure: to be called inside a change, so that the verdict is about the state as nobody else is
/// changing it, and stored with what follows from it before anybody hears of it.</summary>
static class ProofRules
{
    /// <summary>Judges a code with all that the user has confirmed: codes of tokens first, recovery codes then.</summary>
    /// <remarks>Which of several credentials was meant is not known. If the code is right for one, the others have not failed; if it is for none, all have.</remarks>
    internal static (CodeVerdict Verdict, HubState State) TryCode(HubState state, string user, string code, DateTimeOffset now)
    {
        List<CodeCredential> mine = [.. CredentialText.ConfirmedOf(state, user)];
        List<(CodeVerdict Verdict, CodeCredential Next)> tried = [];
        foreach (CodeCredential credential in mine)
        {
            if (CredentialText.SecretOf(credential) is not { } secret || secret.Kind == CodeKind.Ocra) continue;
            (CodeVerdict verdict, CodeState next) = CodeVerifier.Verify(secret, credential.State, code, now);
            tried.Add((verdict, credential with { State = next }));
        }
        return tried.Exists(t => t.Verdict == CodeVerdict.Accepted) ? Settle(state, tried)
            : TryRecovery(mine, code) is { } recovered ? Settle(state, [(CodeVerdict.Accepted, recovered)])
            : Settle(state, tried);
    }

    /// <summary>Judges a code of one credential, confirmed or not.</summary>
    internal static (CodeVerdict Verdict, HubState State) TryCode(HubState state, CodeCredential credential, CodeSecret secret, string code, DateTimeOffset now)
    {
        (CodeVerdict verdict, CodeState next) = CodeVerifier.Verify(secret, credential.State, code, now);
        return Settle(state, [(verdict, credential with { State = next })]);
    }

    /// <summary>Judges the answer to a challenge with all that the user has confirmed.</summary>
    internal static (CodeVerdict Verdict, HubState State) TryAnswer(HubState state, OcraChallenger challenger, string user, OcraAct act, string answer, DateTimeOffset now) =>
        TryAnswer(state, challenger, CredentialText.ConfirmedOf(state, user), act, answer, now);

    /// <summary>Judges the answer to a challenge with some credentials.</summary>
    internal static (CodeVerdict Verdict, HubState State) TryAnswer(
        HubState state, OcraChallenger challenger, IEnumerable<CodeCredential> credentials, OcraAct act, string answer, DateTimeOffset now)
    {
        List<(CodeVerdict Verdict, CodeCredential Next)> tried = [];
        OcraChallenge? answered = null;
        foreach (CodeCredential credential in credentials)
        {
            if (CredentialText.SecretOf(credential) is not { Kind: CodeKind.Ocra } secret) continue;
            OcraOutcome outcome = challenger.Verify(secret, credential.State, act, new OcraAnswer { Response = answer }, now, id => UsedChallenges.Contains(state, id));
            tried.Add((outcome.Verdict, credential with { State = outcome.State }));
            if (outcome.Verdict == CodeVerdict.Accepted) answered ??= outcome.Challenge;
        }
        (CodeVerdict verdict, HubState next) = Settle(state, tried);
        return (verdict, answered is null ? next : UsedChallenges.Add(next, answered.Id, answered.Until, now));
    }

    static CodeCredential? TryRecovery(List<CodeCredential> credentials, string code)
    {
        foreach (CodeCredential credential in credentials)
        {
            if (!RecoveryCodes.TryRead(credential.Recovery, out RecoveryCodes? codes) || !codes.TryUse(code, out RecoveryCodes left)) continue;
            return credential with { Recovery = left.Write() };
        }
        return null;
    }

    /// <summary>One verdict of several, and what has to be remembered with it.</summary>
    static (CodeVerdict Verdict, HubState State) Settle(HubState state, List<(CodeVerdict Verdict, CodeCredential Next)> tried)
    {
        // The first that fits best; NeedsSecondCode is neither success nor failure, also for the credentials beside it.
        foreach (CodeVerdict verdict in (ReadOnlySpan<CodeVerdict>)[CodeVerdict.Accepted, CodeVerdict.NeedsSecondCode])
        {
            int found = tried.FindIndex(t => t.Verdict == verdict);
            if (found >= 0) return (verdict, With(state, [tried[found].Next]));
        }
        CodeVerdict worst = tried.Count == 0 ? CodeVerdict.Wrong
            : tried.Exists(t => t.Verdict == CodeVerdict.Replayed) ? CodeVerdict.Replayed
            : tried.TrueForAll(t => t.Verdict == CodeVerdict.Locked) ? CodeVerdict.Locked
            : CodeVerdict.Wrong;
        return (worst, With(state, tried.Where(t => t.Verdict != CodeVerdict.Locked).Select(t => t.Next)));
    }

    static HubState With(HubState state, IEnumerable<CodeCredential> credentials) => state with
    {
        Credentials = state.Credentials.SetItems(credentials.Select(c => KeyValuePair.Create(c.Name, c))),
    };
}
