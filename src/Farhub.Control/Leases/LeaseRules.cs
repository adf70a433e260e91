using Farhub.Control.Model;
using Farhub.Control.State;

namespace Farhub.Control.Leases;

/// <summary>What stands between somebody who may and a share that is free: cool-downs, reservations, the queue, and how many they have. Pure.</summary>
static class LeaseRules
{
    /// <summary>Checks whether somebody can have a share now.</summary>
    /// <exception cref="ControlException">They cannot; the message says why.</exception>
    internal static void Check(HubState state, string share, string? user, string address, Grant grant, DateTimeOffset at)
    {
        foreach (Cooldown cooldown in state.Cooldowns.Values)
        {
            if (cooldown.Share != share || cooldown.Until <= at || !(cooldown.User is null ? user is null && cooldown.Address == address : cooldown.User == user)) continue;
            throw Busy($"refused until {cooldown.Until:u}: {cooldown.Reason}");
        }
        foreach (Reservation reservation in state.Reservations.Values)
        {
            if (reservation.Share == share && reservation.From <= at && at < reservation.Until && reservation.User != user)
            {
                throw Busy($"reserved for {reservation.User} until {reservation.Until:u}");
            }
        }
        if (state.Queue.Values.FirstOrDefault(q => q.Share == share && q.OfferedUntil > at && q.User != user) is { } first && !state.Leases.ContainsKey(share))
        {
            throw Busy($"kept for {first.User}, whose turn it is, until {first.OfferedUntil:u}");
        }
        if (grant.DevicesAtOnce is { } most)
        {
            int has = state.Leases.Values.Count(l => l.Name != share && l.Grant == grant.Name && l.IsHeldBy(user, address));
            if (has >= most) throw Busy($"grant '{grant.Name}' gives {most} at once, and {user ?? address} has {has}");
        }
    }

    /// <summary>When a lease has to end: when the policy says, or when somebody else's reservation begins or has begun.</summary>
    internal static DateTimeOffset? Until(HubState state, string share, string? user, DateTimeOffset? policy, DateTimeOffset at)
    {
        DateTimeOffset? until = policy;
        foreach (Reservation reservation in state.Reservations.Values)
        {
            if (reservation.Share == share && reservation.User != user && reservation.Until > at && !(until <= reservation.From)) until = reservation.From;
        }
        return until;
    }

    /// <summary>A free share is offered to whoever's turn it is.</summary>
    internal static HubState Offer(HubState state, string share, DateTimeOffset at)
    {
        if (state.Leases.ContainsKey(share) || Waiting(state, share).FirstOrDefault() is not { } first || first.OfferedUntil is not null) return state;
        return state with { Queue = state.Queue.SetItem(first.Name, first with { OfferedUntil = at + LeaseBook.OfferTime }) };
    }

    /// <summary>Who waits for a share, in the order of their turns.</summary>
    internal static IEnumerable<QueueEntry> Waiting(HubState state, string share) =>
        state.Queue.Values.Where(q => q.Share == share).OrderByDescending(q => q.OfferedUntil is not null).ThenByDescending(q => q.Priority).ThenBy(q => q.Since).ThenBy(q => q.Name, StringComparer.Ordinal);

    static ControlException Busy(string reason) => new(ControlFailure.Conflict, reason);
}
