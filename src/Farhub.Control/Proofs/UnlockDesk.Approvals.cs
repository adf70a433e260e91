using System.Text.Json.Nodes;
using Farhub.Control.Accounts;
using Farhub.Control.Codes;
using Farhub.Control.Model;
using Farhub.Control.State;

namespace Farhub.Control.Proofs;

public sealed partial class UnlockDesk
{
    /// <summary>Approves what somebody else asked for, or says what that takes: a code of the approver's own, and if they have a token for challenges, its answer to
    /// the challenge of exactly this approval.</summary>
    /// <param name="approver">A member of the group that is asked, and not the user who asks.</param>
    /// <param name="unlockId">Which.</param>
    /// <param name="code">A one-time code of the approver's.</param>
    /// <param name="answer">The answer of the approver's token.</param>
    /// <exception cref="ControlException">They may not, or it is not pending (any more).</exception>
    public UnlockOutcome Approve(Identity approver, string unlockId, string? code = null, string? answer = null)
    {
        DateTimeOffset now = time.GetUtcNow();
        string subject = SubjectOf(unlockId);
        return Noting(approver, "approval.refuse", subject, () =>
        {
            DemandUser(approver);
            HubState current = registry.State;
            Unlock asked = DemandPending(current, unlockId, now);
            DemandApprover(current, asked, approver);
            // The approver stands in it: what another approver is asked, or the user for their own proof, is another challenge. And the id: each approval is one act.
            var act = new OcraAct($"{asked.Share} unlock {asked.Name}", $"{asked.User} approved by {approver.User}", asked.Address);
            bool canAnswer = Credentials.HasAnswer(current, approver.User);
            if (!canAnswer && !Credentials.HasCode(current, approver.User)) throw new ControlException(ControlFailure.Refused, "To approve takes a one-time code, and you have not set up any.");
            ProofWay way = WayOf(canAnswer ? Proof.Challenge : Proof.Code, !canAnswer, code, canAnswer ? answer : null);
            return way switch
            {
                ProofWay.AskCode => NeedsCode(),
                ProofWay.AskAnswer => NeedsAnswer(_challenger.PoseOpen(current, CredentialText.ConfirmedOf(current, approver.User), act, now)),
                _ => Approve(approver, asked, act, way, way == ProofWay.Answer ? answer : code, subject, now),
            };
        });
    }

    /// <summary>Denies what somebody else asked for.</summary>
    /// <param name="approver">A member of the group that is asked, and not the user who asks; or an admin.</param>
    /// <param name="unlockId">Which.</param>
    /// <exception cref="ControlException">They may not, or it is not pending (any more).</exception>
    public void Deny(Identity approver, string unlockId)
    {
        DateTimeOffset now = time.GetUtcNow();
        Noting(approver, "approval.refuse", SubjectOf(unlockId), () =>
        {
            approver.Demand(TokenScope.Use);
            return registry.Change(approver.Actor, state =>
            {
                Unlock asked = DemandPending(state, unlockId, now);
                if (approver.Scope != TokenScope.Full || !approver.IsAdmin(state)) DemandApprover(state, asked, approver);
                return state with { Unlocks = state.Unlocks.Remove(unlockId) };
            }, new JsonObject { ["reason"] = "denied" });
        });
    }

    UnlockOutcome Approve(Identity approver, Unlock asked, OcraAct act, ProofWay way, string? proof, string subject, DateTimeOffset now)
    {
        Unlock approved = asked;
        CodeVerdict verdict = ChangeProved(approver, act, way, proof, $"approve {asked.Name}", state =>
        {
            // As it is now that nobody else changes anything: it may have been approved, withdrawn, or the approver sent away meanwhile.
            DemandApprover(state, DemandPending(state, asked.Name, now), approver);
        }, state =>
        {
            approved = state.Unlocks[asked.Name] with { ApprovedBy = approver.User, Until = now + TimeSpan.FromMinutes(asked.Minutes) };
            return state with { Unlocks = state.Unlocks.SetItem(approved.Name, approved) };
        });
        return verdict == CodeVerdict.Accepted
            ? new UnlockOutcome(UnlockVerdict.Open, $"'{approved.Share}' is open for {approved.User} at {approved.Address} until {Clock(approved.Until)}.", approved, [])
            : NotProved(approver, "approval.refuse", subject, verdict, way);
    }

    static Unlock DemandPending(HubState state, string unlockId, DateTimeOffset now)
    {
        if (!state.Unlocks.TryGetValue(unlockId, out Unlock? unlock) || unlock.Until <= now) throw NotThere(unlockId);
        if (unlock.IsPending) return unlock;
        throw new ControlException(ControlFailure.Conflict, unlock.ApprovedBy is { } by ? $"{by} has approved this already." : "This needs no approval.");
    }

    static void DemandApprover(HubState state, Unlock unlock, Identity approver)
    {
        if (approver.Is(unlock.User)) throw new ControlException(ControlFailure.Refused, "Somebody else has to approve what you ask for.");
        if (approver.How == IdentitySource.Local || !IsMember(state, unlock.ApprovalOf!, approver.User))
        {
            throw new ControlException(ControlFailure.Refused, $"Only members of group {unlock.ApprovalOf} may approve or deny this.");
        }
    }
}
