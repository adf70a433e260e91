using Farhub.Control.Access;
using Farhub.Control.Model;
using Farhub.Control.State;

namespace Farhub.Control.Proofs;

/// <summary>By which grant somebody may open a share. Pure.</summary>
static class UnlockPaths
{
    /// <summary>Of the grants that would let them, if they proved what it asks, the one that asks least: nothing, a code, an answer, and all of that rather than to
    /// wait for somebody else. Those whose demand nobody could meet are left out.</summary>
    /// <param name="snapshot">The configuration.</param>
    /// <param name="question">Who, what, where, when; <see cref="Question.IgnoresProof"/> is meant anyway.</param>
    /// <exception cref="ControlException">There is none, or no such share for them.</exception>
    internal static Grant Find(Snapshot snapshot, Question question)
    {
        (string share, string user) = (question.Share, question.User!);
        // Grants that are for others tell nothing, not even that there is such a share.
        List<CompiledGrant> theirs = [.. snapshot.Index.GrantsOf(share)
            .Where(g => g.Grant.Enabled && g.IsFor(user) && (!g.IsForAnybody || g.IsFrom(question.Address)))];
        if (theirs.Count == 0) throw new ControlException(ControlFailure.NotFound, $"There is no share '{share}'.");
        Decision decision = AccessPolicy.Decide(snapshot, question with { IgnoresProof = true }, explains: true);
        if (!decision.IsAllowed) throw Refused(share, WhyNot(decision, theirs, question));

        List<Grant> open = [.. theirs.Where(g => g.IsFrom(question.Address) && g.Schedule?.IsOpenAt(question.At) != false)
            .Select(g => g.Grant).OrderBy(g => (g.ApprovedBy is null ? 0 : 1, (int)g.Proof)).ThenBy(g => g.Name, StringComparer.Ordinal)];
        return open.FirstOrDefault(g => Missing(snapshot.State, g, user) is null)
            ?? throw Refused(share, $"grant '{open[0].Name}' {Missing(snapshot.State, open[0], user)}");
    }

    /// <summary>Why, in what concerns the user: the share itself, or the nearest of the grants that are for them.</summary>
    static string WhyNot(Decision decision, List<CompiledGrant> theirs, Question question)
    {
        const string OfGrant = "grant ";
        if (decision.Steps.Any(s => !s.Passes && !s.Rule.StartsWith(OfGrant, StringComparison.Ordinal))) return decision.Reason;
        CompiledGrant nearest = theirs.Find(g => g.IsFrom(question.Address)) ?? theirs[0];
        return $"grant '{nearest.Grant.Name}' {decision.Steps.First(s => s.Rule == OfGrant + nearest.Grant.Name).Text}";
    }

    /// <summary>What of a grant's demand cannot be met; null when it can.</summary>
    static string? Missing(HubState state, Grant grant, string user)
    {
        bool canAnswer = Credentials.HasAnswer(state, user);
        if (grant.Proof == Proof.Code && !canAnswer && !Credentials.HasCode(state, user)) return "asks for a one-time code, and you have not set up any";
        if (grant.Proof == Proof.Challenge && !canAnswer) return "asks for the answer to a challenge, and you have not set up an OCRA token";
        if (grant.ApprovedBy is not { } group) return null;
        bool hasOther = state.Groups[group].Members.Any(m => m != user && state.Users.GetValueOrDefault(m) is { Enabled: true });
        return hasOther ? null : $"asks for the approval of somebody else of group {group}, and there is nobody else";
    }

    static ControlException Refused(string share, string reason) => new(ControlFailure.Refused, $"The share '{share}' cannot be opened: {reason}.");
}
