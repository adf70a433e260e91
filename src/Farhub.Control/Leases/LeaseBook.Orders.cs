using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Farhub.Control.Access;
using Farhub.Control.Events;
using Farhub.Control.Model;
using Farhub.Control.State;
using Farhub.Hub;

namespace Farhub.Control.Leases;

// What people ask of leases: to end one, to wait for one, to keep one for later.
public sealed partial class LeaseBook
{
    /// <summary>Longest time ahead of a reservation, and its longest duration.</summary>
    static readonly TimeSpan LongestReservation = TimeSpan.FromDays(366);

    /// <summary>Most entries of one user in all queues, and most reservations.</summary>
    const int MostOfOneUser = 50;

    /// <summary>Ends a lease. Of somebody else's the holder is refused for a while; one's own is just given back.</summary>
    /// <param name="actor">Who ends it.</param>
    /// <param name="share">Of which share.</param>
    /// <param name="isOwn">Whether it is the actor's.</param>
    /// <param name="cooldown">How long its holder is refused; zero for not at all.</param>
    /// <param name="reason">Why, for the holder and the audit.</param>
    /// <exception cref="ControlException">Nobody has the share.</exception>
    public void Release(Actor actor, string share, bool isOwn, TimeSpan cooldown, string reason)
    {
        if (!registry.State.Leases.TryGetValue(share, out Lease? lease)) throw new ControlException(ControlFailure.NotFound, $"Nobody has the share '{share}' at the moment.");
        string text = reason.Length > 0 ? reason : isOwn ? "its holder gave it back" : $"ended by {actor.Who}";
        if (!isOwn && cooldown > TimeSpan.Zero)
        {
            var one = new Cooldown
            {
                Name = NewId("cd"),
                Share = share,
                User = lease.User,
                Address = lease.Address,
                Until = time.GetUtcNow() + cooldown,
                Reason = text,
            };
            registry.Change(actor, state => state with { Cooldowns = state.Cooldowns.Add(one.Name, one) });
        }
        else
        {
            registry.Note(actor, "lease.release", $"leases/{share}", text);
        }
        if (_held.TryGetValue(share, out HeldLease? held)) held.Abort(isOwn ? SessionEnd.LeaseOver : SessionEnd.Kicked, text);
        // A lease without a session behind it is a leftover.
        else registry.Change(actor, state => LeaseRules.Offer(state with { Leases = state.Leases.Remove(share) }, share, time.GetUtcNow()), new JsonObject { ["reason"] = text });
    }

    /// <summary>Asks the holder to hand over.</summary>
    /// <exception cref="ControlException">Nobody has the share, or the asker does, or they may not use it.</exception>
    public void AskHandOver(Actor actor, string share, string user, string message)
    {
        CheckMayUse(share, user, actor.From);
        if (!registry.State.Leases.TryGetValue(share, out Lease? lease)) throw new ControlException(ControlFailure.Conflict, $"Nobody has the share '{share}': attach it.");
        if (lease.User == user) throw new ControlException(ControlFailure.Conflict, $"You have the share '{share}' yourself.");
        string text = $"{user} asks for it{(message.Length > 0 ? $": {message}" : "")}";
        registry.Note(actor, "lease.ask", $"leases/{share}", text);
        events.Publish(EventTypes.HandOverAsked, share, text, lease.User);
    }

    /// <summary>Puts somebody into the queue for a share.</summary>
    /// <exception cref="ControlException">They may not use it, wait already, or have it.</exception>
    public QueueEntry Enqueue(Actor actor, string share, string user)
    {
        CheckMayUse(share, user, actor.From);
        QueueEntry? entry = null;
        registry.Change(actor, state =>
        {
            if (state.Queue.Values.Any(q => q.Share == share && q.User == user)) throw new ControlException(ControlFailure.Conflict, $"{user} waits for '{share}' already.");
            if (state.Leases.GetValueOrDefault(share)?.User == user) throw new ControlException(ControlFailure.Conflict, $"{user} has '{share}'.");
            if (state.Queue.Values.Count(q => q.User == user) >= MostOfOneUser) throw new ControlException(ControlFailure.TooMany, $"{user} waits for {MostOfOneUser} shares already.");
            entry = new QueueEntry { Name = NewId("q"), Share = share, User = user, Priority = state.Users[user].Priority, Since = time.GetUtcNow() };
            return LeaseRules.Offer(state with { Queue = state.Queue.Add(entry.Name, entry) }, share, time.GetUtcNow());
        });
        return entry!;
    }

    /// <summary>Takes somebody out of the queue.</summary>
    /// <exception cref="ControlException">There is no such entry.</exception>
    public void LeaveQueue(Actor actor, string id)
    {
        registry.Change(actor, state => state.Queue.TryGetValue(id, out QueueEntry? entry)
            ? LeaseRules.Offer(state with { Queue = state.Queue.Remove(id) }, entry.Share, time.GetUtcNow())
            : throw new ControlException(ControlFailure.NotFound, $"Nobody waits as '{id}'."));
    }

    /// <summary>Changes somebody's place in the queue.</summary>
    /// <exception cref="ControlException">There is no such entry.</exception>
    public void SetPriority(Actor actor, string id, int priority) => registry.Change(actor, state => state.Queue.TryGetValue(id, out QueueEntry? entry)
        ? state with { Queue = state.Queue.SetItem(id, entry with { Priority = priority }) }
        : throw new ControlException(ControlFailure.NotFound, $"Nobody waits as '{id}'."));

    /// <summary>Who waits for a share, in the order of their turns.</summary>
    public IReadOnlyList<QueueEntry> Waiting(string share) => [.. LeaseRules.Waiting(registry.State, share)];

    /// <summary>Keeps a share for somebody at a time ahead. A lease of somebody else ends when it begins.</summary>
    /// <exception cref="ControlException">They may not use it then, the time makes no sense, or it is taken.</exception>
    public Reservation Reserve(Actor actor, string share, string user, DateTimeOffset from, DateTimeOffset until, string note)
    {
        DateTimeOffset now = time.GetUtcNow();
        List<Mistake> mistakes = [];
        if (until <= from) mistakes.Add(new Mistake("until", "is not after 'from'"));
        if (until <= now) mistakes.Add(new Mistake("until", "is past"));
        if (from - now > LongestReservation || until - from > LongestReservation) mistakes.Add(new Mistake("from", "a reservation begins within a year and lasts no longer"));
        if (mistakes.Count > 0) throw new ControlException(mistakes);
        CheckMayUse(share, user, actor.From, from > now ? from : now);
        Reservation? made = null;
        registry.Change(actor, state =>
        {
            if (state.Reservations.Values.FirstOrDefault(r => r.Share == share && r.From < until && from < r.Until) is { } other)
            {
                throw new ControlException(ControlFailure.Conflict, $"'{share}' is reserved for {other.User} from {other.From:u} until {other.Until:u}.");
            }
            if (state.Reservations.Values.Count(r => r.User == user) >= MostOfOneUser) throw new ControlException(ControlFailure.TooMany, $"{user} has {MostOfOneUser} reservations already.");
            made = new Reservation { Name = NewId("r"), Share = share, User = user, From = from, Until = until, Note = note };
            HubState next = state with { Reservations = state.Reservations.Add(made.Name, made) };
            return next.Leases.GetValueOrDefault(share) is { } lease && lease.User != user
                ? next with { Leases = next.Leases.SetItem(share, lease with { Until = LeaseRules.Until(next, share, lease.User, lease.Until, now) }) }
                : next;
        });
        return made!;
    }

    /// <summary>Gives a reservation up.</summary>
    /// <exception cref="ControlException">There is none of that id.</exception>
    public void CancelReservation(Actor actor, string id) => registry.Change(actor, state => state.Reservations.ContainsKey(id)
        ? state with { Reservations = state.Reservations.Remove(id) }
        : throw new ControlException(ControlFailure.NotFound, $"There is no reservation '{id}'."));

    /// <summary>To wait for what one could not have is no use, and tells of shares one should not know.</summary>
    void CheckMayUse(string share, string user, string from, DateTimeOffset? at = null)
    {
        System.Net.IPAddress address = System.Net.IPAddress.TryParse(from, out System.Net.IPAddress? parsed) ? parsed : System.Net.IPAddress.Loopback;
        Decision decision = AccessPolicy.Decide(registry.Current, new Question(share, user, address, at ?? time.GetUtcNow()) { IgnoresProof = true });
        if (!decision.IsAllowed && decision.Grant is null) throw new ControlException(ControlFailure.NotFound, $"There is no share '{share}' for {user}.");
        if (!decision.IsAllowed && at is not null) throw new ControlException(ControlFailure.Refused, $"{user} may not use '{share}' then: {decision.Reason}.");
    }

    static string NewId(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{RandomNumberGenerator.GetHexString(10, lowercase: true)}");
}
