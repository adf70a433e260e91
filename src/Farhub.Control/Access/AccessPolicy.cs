using Farhub.Control.Model;
using Farhub.Control.Schedules;
using Farhub.Control.State;

namespace Farhub.Control.Access;

/// <summary>Decides by the configuration alone who may use what, when. Pure: the same snapshot and question give the same answer, for any time, past or to come.
/// Whether the share is free is another question, and not asked here.</summary>
public static class AccessPolicy
{
    /// <summary>Answers.</summary>
    /// <param name="snapshot">The configuration.</param>
    /// <param name="question">Who, what, where, when.</param>
    /// <param name="explains">Also says what each rule says, those too that do not matter any more.</param>
    public static Decision Decide(Snapshot snapshot, Question question, bool explains = false)
    {
        List<DecisionStep>? steps = explains ? [] : null;
        (HubState state, AccessIndex index) = snapshot;
        if (!state.Shares.TryGetValue(question.Share, out Share? share)) return No($"there is no share '{question.Share}'", steps);
        string? problem = ProblemOf(share, index, question.At, steps);
        if (question.User is { } name && !(state.Users.TryGetValue(name, out User? user) && user.Enabled))
        {
            string text = user is null ? $"there is no user '{name}'" : $"the user '{name}' is disabled";
            steps?.Add(new DecisionStep($"user {name}", false, text));
            problem ??= text;
        }
        IReadOnlyList<CompiledGrant> grants = index.GrantsOf(share.Name);
        if (grants.Count == 0) steps?.Add(new DecisionStep("grants", false, "no grant is about this share, and without one nobody may"));

        CompiledGrant? allowing = null;
        // Of the grants that fail the one that fails last is the nearest to a yes, and its reason the most useful.
        (int Stage, string Reason, CompiledGrant? Grant) nearest = (0, grants.Count == 0 ? "no grant is about this share" : "no grant is for them", null);
        foreach (CompiledGrant grant in grants)
        {
            (int stage, string text) = Ask(state, grant, question);
            bool passes = stage == Stages.All;
            steps?.Add(new DecisionStep($"grant {grant.Grant.Name}", passes, text) { IsAboutThem = grant.IsForAnybody ? grant.IsFrom(question.Address) : grant.IsFor(question.User) });
            if (passes && (allowing is null || IsMoreGenerous(grant, allowing, question.At))) allowing = grant;
            if (!passes && stage > nearest.Stage) nearest = (stage, $"grant '{grant.Grant.Name}': {text}", grant);
        }
        // A grant for others is none that they could ever use, and must not look like one: whoever asks learns by it that the share exists.
        Grant? theirs = allowing?.Grant ?? (nearest.Stage >= Stages.Schedule ? nearest.Grant!.Grant : null);
        if (problem is not null) return new Decision(false, problem, theirs, null, Of(steps));
        if (allowing is null) return new Decision(false, nearest.Reason, theirs, null, Of(steps)) { NeedsProof = nearest.Stage == Stages.Proof };
        DateTimeOffset? until = Earlier(EndOf(index.ScheduleOf(share.Schedule), question.At), EndOf(allowing, question.At));
        return new Decision(true, $"grant '{allowing.Grant.Name}' allows it", allowing.Grant, until, Of(steps));
    }

    /// <summary>What is wrong with the share itself.</summary>
    static string? ProblemOf(Share share, AccessIndex index, DateTimeOffset at, List<DecisionStep>? steps)
    {
        string? problem = share.Enabled ? null : "the share is disabled";
        Schedule? schedule = index.ScheduleOf(share.Schedule);
        string? closed = schedule is null || schedule.IsOpenAt(at) ? null : $"schedule '{share.Schedule}' of the share: {schedule.Explain(at)}";
        steps?.Add(new DecisionStep($"share {share.Name}", problem is null, problem ?? "is enabled"));
        if (schedule is not null) steps?.Add(new DecisionStep($"schedule {share.Schedule} of the share", closed is null, schedule.Explain(at)));
        return problem ?? closed;
    }

    /// <summary>How far a question gets with one grant.</summary>
    static (int Stage, string Text) Ask(HubState state, CompiledGrant grant, Question question)
    {
        Grant rule = grant.Grant;
        if (!rule.Enabled) return (Stages.Disabled, "is disabled");
        if (!grant.IsFrom(question.Address)) return (Stages.Address, $"is for {string.Join(", ", rule.From)}, not for {question.Address}");
        if (!grant.IsFor(question.User))
        {
            string people = string.Join(", ", rule.Users.Concat(rule.Groups.Select(g => $"group {g}")));
            return (Stages.User, question.User is null ? $"is for {people}, and nobody has said who they are" : $"is for {people}, not for {question.User}");
        }
        if (grant.Schedule is { } schedule && !schedule.IsOpenAt(question.At)) return (Stages.Schedule, $"schedule '{rule.Schedule}': {schedule.Explain(question.At)}");
        if (MissingProof(state, rule, question) is { } missing) return (Stages.Proof, missing);
        return (Stages.All, $"allows {question.User ?? "whoever comes from"} {question.Address}{(rule.Schedule is null ? "" : $" ({grant.Schedule!.Describe()})")}");
    }

    static string? MissingProof(HubState state, Grant rule, Question question)
    {
        if (question.IgnoresProof) return null;
        if (rule.Proof == Proof.Code && !question.HasCode && !question.HasAnswer) return "asks for a one-time code: farhub unlock";
        if (rule.Proof == Proof.Challenge && !question.HasAnswer) return "asks for the answer to a challenge: farhub unlock";
        if (rule.ApprovedBy is not { } group) return null;
        if (question.ApprovedBy is not { } approver) return $"asks for the approval of somebody else of group {group}";
        return approver != question.User && state.Groups[group].Members.Contains(approver) && state.Users.GetValueOrDefault(approver)?.Enabled == true ? null : $"{approver} may not approve this: it takes somebody else of group {group}";
    }

    /// <summary>Of two grants that allow the same, the one that ends later, then the one that bears more idling; they would otherwise depend on their names.</summary>
    static bool IsMoreGenerous(CompiledGrant one, CompiledGrant other, DateTimeOffset at) => Generosity(one, at).CompareTo(Generosity(other, at)) > 0;

    static (DateTimeOffset Until, int Idle) Generosity(CompiledGrant grant, DateTimeOffset at) => (EndOf(grant, at) ?? DateTimeOffset.MaxValue, grant.Grant.IdleMinutes ?? int.MaxValue);

    static Decision No(string reason, List<DecisionStep>? steps) => new(false, reason, null, null, Of(steps));

    static List<DecisionStep> Of(List<DecisionStep>? steps) => steps ?? [];

    /// <summary>When a schedule that is open closes; null for never.</summary>
    static DateTimeOffset? EndOf(Schedule? schedule, DateTimeOffset at) => schedule?.OpenUntil(at) is { } until && until < DateTimeOffset.MaxValue ? until : null;

    /// <summary>When what a grant gives ends: with its window, or after its longest lease; null for never.</summary>
    static DateTimeOffset? EndOf(CompiledGrant grant, DateTimeOffset at) =>
        Earlier(EndOf(grant.Schedule, at), grant.Grant.LongestLeaseMinutes is { } minutes ? at.AddMinutes(minutes) : null);

    static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null ? other : other is null || one < other ? one : other;

    /// <summary>What a grant asks, in order. A later stage is nearer to a yes.</summary>
    static class Stages
    {
        internal const int Disabled = 1;
        internal const int Address = 2;
        internal const int User = 3;
        internal const int Schedule = 4;
        internal const int Proof = 5;
        internal const int All = 6;
    }
}
