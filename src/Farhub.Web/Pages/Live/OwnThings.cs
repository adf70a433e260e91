using System.Collections.Immutable;
using Farhub.Control.Model;
using Farhub.Control.State;

namespace Farhub.Web.Pages.Live;

/// <summary>What is somebody's own, or waits for them. Events of the state are for readers alone, as they tell of everybody; but whoever is asked to approve something, or
/// waits for that, has to see it at once.</summary>
static class OwnThings
{
    /// <summary>True when something of theirs is not as it was.</summary>
    internal static bool Differ(HubState before, HubState after, string user) =>
        Differ(before.Unlocks, after.Unlocks, u => u.User == user || IsApprover(before, u, user) || IsApprover(after, u, user))
        || Differ(before.Credentials, after.Credentials, c => c.User == user)
        || Differ(before.Tokens, after.Tokens, t => t.User == user)
        || Differ(before.Reservations, after.Reservations, r => r.User == user)
        || Differ(before.Queue, after.Queue, q => q.User == user);

    static bool IsApprover(HubState state, Unlock unlock, string user) => unlock.ApprovalOf is { } group && state.Groups.GetValueOrDefault(group)?.Members.Contains(user) == true;

    static bool Differ<T>(ImmutableDictionary<string, T> before, ImmutableDictionary<string, T> after, Func<T, bool> isTheirs) where T : class =>
        !ReferenceEquals(before, after)
        && (after.Any(p => isTheirs(p.Value) && !p.Value.Equals(before.GetValueOrDefault(p.Key))) || before.Any(p => isTheirs(p.Value) && !after.ContainsKey(p.Key)));
}
