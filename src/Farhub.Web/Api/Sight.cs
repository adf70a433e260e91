using System.Net;
using Farhub.Control;
using Farhub.Control.Access;
using Farhub.Control.Accounts;
using Farhub.Control.Events;
using Farhub.Control.Model;
using Farhub.Control.State;

namespace Farhub.Web.Api;

/// <summary>Who may know of what. What one may not use is not there, on the page as in the API.</summary>
static class Sight
{
    /// <summary>Whether somebody may know of a share.</summary>
    internal static bool MaySee(Snapshot now, Identity identity, IPAddress address, string share, DateTimeOffset at)
    {
        if (!now.State.Shares.ContainsKey(share)) return false;
        if (identity.Role >= Role.Auditor) return true;
        Decision decision = AccessPolicy.Decide(now, new Question(share, identity.User, address, at) { IgnoresProof = true });
        // Also what is theirs at other times: they may want to know when.
        return decision.Grant is not null || now.State.Leases.GetValueOrDefault(share)?.User == identity.User;
    }

    /// <summary>Whether somebody may be told of an event.</summary>
    internal static bool MaySee(ManagedHub hub, Identity identity, IPAddress address, HubEvent happened, DateTimeOffset at)
    {
        if (identity.Role >= Role.Auditor || happened.User == identity.User) return true;
        // What others do with shares they share is no secret, who is refused and what the hub does by itself is.
        if (happened.Share.Length == 0 || happened.Type is EventTypes.Refused or EventTypes.ScenarioRan or EventTypes.ApprovalAsked) return false;
        return AccessPolicy.Decide(hub.Registry.Current, new Question(happened.Share, identity.User, address, at) { IgnoresProof = true }).IsAllowed;
    }
}
