using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Farhub.Control.Access;
using Farhub.Control.Accounts;
using Farhub.Control.Addresses;
using Farhub.Control.Audit;
using Farhub.Control.Codes;
using Farhub.Control.Events;
using Farhub.Control.Model;
using Farhub.Control.State;

namespace Farhub.Control.Proofs;

/// <summary>Where users open a share for an address, so that a client there that can prove nothing may import it once.</summary>
/// <param name="registry">Keeps what is open.</param>
/// <param name="events">Is told who has to approve.</param>
/// <param name="time">The clock.</param>
public sealed partial class UnlockDesk(Registry registry, EventStream events, TimeProvider time)
{
    /// <summary>For how many minutes a share is opened unless somebody says otherwise.</summary>
    public const int DefaultMinutes = 5;

    /// <summary>For how many minutes a share is opened at most.</summary>
    public const int MaxMinutes = 60;

    /// <summary>Most open and pending ones of a user.</summary>
    public const int MaxPerUser = 50;

    /// <summary>How long somebody is waited for to approve.</summary>
    public static readonly TimeSpan ApprovalTime = TimeSpan.FromMinutes(30);

    readonly HubChallenger _challenger = new(registry);
    readonly RefusalNotes _refusals = new(registry, time);

    /// <summary>Opens a share, or says what that takes.</summary>
    /// <param name="identity">Who.</param>
    /// <param name="share">What.</param>
    /// <param name="address">For where.</param>
    /// <param name="minutes">For how long: until then the import has to begin.</param>
    /// <param name="code">A one-time code; null to see whether it is needed.</param>
    /// <param name="answer">The answer to the challenge; null to be asked.</param>
    /// <exception cref="ControlException">They may not, whatever they prove; to whom a share is forbidden, it does not exist.</exception>
    public UnlockOutcome Ask(Identity identity, string share, IPAddress address, int minutes = DefaultMinutes, string? code = null, string? answer = null)
    {
        if (minutes is < 1 or > MaxMinutes) throw new ControlException([new Mistake("minutes", $"has to be 1 to {MaxMinutes}")]);
        DateTimeOffset now = time.GetUtcNow();
        IPAddress from = PlainAddress.Of(address);
        string subject = $"shares/{ForeignText.Clean(share, Names.MaxLength)}";
        return Noting(identity, "unlock.refuse", subject, () =>
        {
            DemandUser(identity);
            Snapshot current = registry.Current;
            Grant grant = UnlockPaths.Find(current, new Question(share, identity.User, from, now));
            if (PendingLike(current.State, identity.User, share, from, grant, now) is { } before) return Waiting(before);
            var act = new OcraAct(share, identity.User, from.ToString());
            ProofWay way = WayOf(grant.Proof, Credentials.HasCode(current.State, identity.User), code, answer);
            return way switch
            {
                ProofWay.AskCode => NeedsCode(),
                ProofWay.AskAnswer => NeedsAnswer(_challenger.PoseOpen(current.State, CredentialText.ConfirmedOf(current.State, identity.User), act, now)),
                _ => Open(identity, grant, act, minutes, way, way == ProofWay.Answer ? answer : code, subject, now),
            };
        });
    }

    /// <summary>What a user is waited for to approve or deny, oldest first.</summary>
    public IReadOnlyList<Unlock> PendingFor(string user)
    {
        HubState state = registry.State;
        DateTimeOffset now = time.GetUtcNow();
        return [.. state.Unlocks.Values.Where(u => u.IsPending && u.Until > now && u.User != user && IsMember(state, u.ApprovalOf!, user))
            .OrderBy(u => u.Until).ThenBy(u => u.Name, StringComparer.Ordinal)];
    }

    /// <summary>Closes what a user has opened, or takes back what they asked for.</summary>
    /// <param name="identity">The user, or an admin.</param>
    /// <param name="unlockId">Which.</param>
    /// <exception cref="ControlException">There is none of that id, or none of theirs.</exception>
    public void Withdraw(Identity identity, string unlockId)
    {
        Noting(identity, "unlock.refuse", SubjectOf(unlockId), () =>
        {
            identity.Demand(TokenScope.Use);
            return registry.Change(identity.Actor, state =>
                state.Unlocks.TryGetValue(unlockId, out Unlock? unlock) && (identity.Is(unlock.User) || (identity.Scope == TokenScope.Full && identity.IsAdmin(state)))
                    ? state with { Unlocks = state.Unlocks.Remove(unlockId) }
                    : throw NotThere(unlockId), new JsonObject { ["reason"] = "withdrawn" });
        });
    }

    /// <summary>A state without what is not open any more, and what nobody has approved in time.</summary>
    public static HubState Expire(HubState state, DateTimeOffset now)
    {
        List<string> over = [.. state.Unlocks.Values.Where(u => u.Until <= now).Select(u => u.Name)];
        return over.Count == 0 ? state : state with { Unlocks = state.Unlocks.RemoveRange(over) };
    }

    UnlockOutcome Open(Identity identity, Grant grant, OcraAct act, int minutes, ProofWay way, string? proof, string subject, DateTimeOffset now)
    {
        var unlock = new Unlock
        {
            Name = BearerText.NewId(),
            Share = act.ShareId,
            User = act.User,
            Address = act.ClientAddress,
            Minutes = minutes,
            Until = now + (grant.ApprovedBy is null ? TimeSpan.FromMinutes(minutes) : ApprovalTime),
            Proved = way == ProofWay.Code,
            Answered = way == ProofWay.Answer,
            ApprovalOf = grant.ApprovedBy,
        };
        CodeVerdict verdict = ChangeProved(identity, act, way, proof, $"unlock {act.ShareId}", state =>
        {
            if (state.Unlocks.Values.Count(u => u.User == act.User && u.Until > now) >= MaxPerUser)
            {
                throw new ControlException(ControlFailure.TooMany, $"You have {MaxPerUser} shares opened or asked for: withdraw one first.");
            }
        }, state =>
        {
            // A second one for the same would open it twice.
            IEnumerable<string> same = state.Unlocks.Values.Where(u => u.Share == act.ShareId && u.User == act.User && u.Address == act.ClientAddress).Select(u => u.Name);
            return state with { Unlocks = state.Unlocks.RemoveRange(same).Add(unlock.Name, unlock) };
        });
        if (verdict != CodeVerdict.Accepted) return NotProved(identity, "unlock.refuse", subject, verdict, way);
        if (!unlock.IsPending) return new UnlockOutcome(UnlockVerdict.Open, $"'{unlock.Share}' is open for {unlock.Address} until {Clock(unlock.Until)}.", unlock, []);
        events.Publish(EventTypes.ApprovalAsked, unlock.Share, $"{unlock.User} asks group {unlock.ApprovalOf} to approve it for {unlock.Address}", unlock.User);
        return Waiting(unlock);
    }

    /// <summary>Makes a change that something has to be proved for, both in one: the proof is used up if and only if the change is made.</summary>
    CodeVerdict ChangeProved(Identity identity, OcraAct act, ProofWay way, string? proof, string purpose, Action<HubState> check, Func<HubState, HubState> change)
    {
        OcraChallenger? challenger = way == ProofWay.Answer ? _challenger.Get() : null;
        var verdict = CodeVerdict.Accepted;
        JsonObject because = [];
        registry.Change(identity.Actor, state =>
        {
            check(state);
            if (state.Users.GetValueOrDefault(identity.User) is not { Enabled: true })
                throw new ControlException(ControlFailure.Refused, $"The user '{identity.User}' is disabled or gone.");
            if (way == ProofWay.None) return change(state);
            (verdict, HubState next) = challenger is null
                ? ProofRules.TryCode(state, identity.User, proof!, time.GetUtcNow())
                : ProofRules.TryAnswer(state, challenger, identity.User, act, proof!, time.GetUtcNow());
            Credentials.Explain(because, purpose, verdict);
            return verdict == CodeVerdict.Accepted ? change(next) : next;
        }, because);
        return verdict;
    }

    /// <summary>Does something; if it is refused, the audit has it.</summary>
    T Noting<T>(Identity identity, string action, string subject, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (ControlException e)
        {
            _refusals.Note(identity.Actor, action, subject, e.Message, e.Failure == ControlFailure.NotFound);
            throw;
        }
    }

    UnlockOutcome NotProved(Identity identity, string action, string subject, CodeVerdict verdict, ProofWay way)
    {
        bool isAnswer = way == ProofWay.Answer;
        string reason = CodeText.Of(verdict, isAnswer);
        _refusals.Note(identity.Actor, action, subject, reason);
        UnlockVerdict outcome = verdict switch
        {
            CodeVerdict.NeedsSecondCode => UnlockVerdict.NeedsSecondCode,
            CodeVerdict.Replayed => UnlockVerdict.Used,
            CodeVerdict.Locked => UnlockVerdict.Locked,
            _ => isAnswer ? UnlockVerdict.WrongAnswer : UnlockVerdict.WrongCode,
        };
        return new UnlockOutcome(outcome, reason, null, []);
    }

    /// <summary>What the user is waiting for already, if that is the same. To ask again is not to ask twice.</summary>
    static Unlock? PendingLike(HubState state, string user, string share, IPAddress address, Grant grant, DateTimeOffset now)
    {
        string text = address.ToString();
        return state.Unlocks.Values.FirstOrDefault(u => u.IsPending && u.Until > now && u.User == user && u.Share == share && u.Address == text && u.ApprovalOf == grant.ApprovedBy
            && (grant.Proof == Proof.None || u.Answered || (grant.Proof == Proof.Code && u.Proved)));
    }

    /// <summary>An answer does for a code, as it does for the policy: who has only a token for challenges is not shut out.</summary>
    static ProofWay WayOf(Proof proof, bool hasCode, string? code, string? answer)
    {
        bool gaveCode = !string.IsNullOrEmpty(code);
        bool gaveAnswer = !string.IsNullOrEmpty(answer);
        return proof switch
        {
            Proof.None => ProofWay.None,
            Proof.Code when gaveCode => ProofWay.Code,
            Proof.Code when !gaveAnswer && hasCode => ProofWay.AskCode,
            _ => gaveAnswer ? ProofWay.Answer : ProofWay.AskAnswer,
        };
    }

    static string SubjectOf(string unlockId) => $"unlocks/{ForeignText.Clean(unlockId, Names.MaxLength)}";

    static bool IsMember(HubState state, string group, string user) => state.Groups.GetValueOrDefault(group)?.Members.Contains(user) == true;

    /// <summary>Root at the hub is nobody who could have a grant; a user who happens to be called so is not meant.</summary>
    static void DemandUser(Identity identity)
    {
        identity.Demand(TokenScope.Use);
        if (identity.How == IdentitySource.Local) throw new ControlException(ControlFailure.Refused, "Root at the hub is no user of it: log in as one.");
    }

    static UnlockOutcome NeedsCode() => new(UnlockVerdict.NeedsCode, "This takes a one-time code.", null, []);

    static UnlockOutcome NeedsAnswer(IReadOnlyList<AskedChallenge> challenges) =>
        new(UnlockVerdict.NeedsAnswer, "This takes the answer to a challenge.", null, challenges);

    /// <summary>A time within the hour, for people.</summary>
    static string Clock(DateTimeOffset time) => $"{time.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture)} UTC";

    static UnlockOutcome Waiting(Unlock unlock) =>
        new(UnlockVerdict.Pending, $"Somebody else of group {unlock.ApprovalOf} has to approve this by {Clock(unlock.Until)}.", unlock, []);

    static ControlException NotThere(string unlockId) => new(ControlFailure.NotFound, $"Nothing is open or asked for as '{unlockId}'.");
}
