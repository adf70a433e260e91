using System.Net;
using Farhub.Control.Access;
using Farhub.Control.Events;
using Farhub.Control.Model;
using Farhub.Control.State;
using Farhub.Hub;

namespace Farhub.Control.Leases;

/// <summary>Ends leases whose time is over, and clears away what has expired. Looks once a second, and at every change of the configuration: what nobody
/// may any more, nobody keeps.</summary>
public sealed class LeaseWatch : IDisposable
{
    /// <summary>How long before its end a holder is told.</summary>
    public static readonly TimeSpan Warning = TimeSpan.FromMinutes(2);

    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    readonly Registry _registry;
    readonly LeaseBook _book;
    readonly EventStream _events;
    readonly TimeProvider _time;
    readonly Func<HubState, DateTimeOffset, HubState> _expire;
    readonly ITimer _timer;
    readonly object _looking = new();

    /// <summary>Begins to watch. Leases of an earlier life of the hub have no session any more and end here.</summary>
    /// <param name="registry">Keeps leases.</param>
    /// <param name="book">Gives them.</param>
    /// <param name="events">Is told.</param>
    /// <param name="time">The clock.</param>
    /// <param name="expire">What else expires.</param>
    public LeaseWatch(Registry registry, LeaseBook book, EventStream events, TimeProvider time, Func<HubState, DateTimeOffset, HubState>? expire = null)
    {
        (_registry, _book, _events, _time, _expire) = (registry, book, events, time, expire ?? ((state, _) => state));
        registry.Changed += OnChanged;
        // What they held is free now, and somebody may wait for it.
        registry.Change(Actor.Hub,
            state => state.Leases.Keys.Aggregate(state with { Leases = state.Leases.Clear() }, (next, share) => LeaseRules.Offer(next, share, time.GetUtcNow())),
            new System.Text.Json.Nodes.JsonObject { ["reason"] = "the hub was started anew" });
        _timer = time.CreateTimer(_ => Look(), null, Interval, Interval);
    }

    /// <summary>Stops watching.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        _registry.Changed -= OnChanged;
    }

    /// <summary>Looks at everything once.</summary>
    internal void Look()
    {
        if (!Monitor.TryEnter(_looking)) return; // A look that takes longer than a second is looking already.
        try
        {
            DateTimeOffset now = _time.GetUtcNow();
            foreach (HeldLease held in _book.Held) Look(held, now);
            // Mostly nothing has expired, and that is seen without keeping anybody waiting.
            HubState state = _registry.State;
            if (!ReferenceEquals(Expire(state, now), state)) _registry.Change(Actor.Hub, next => Expire(next, now));
        }
        finally
        {
            Monitor.Exit(_looking);
        }
    }

    void Look(HeldLease held, DateTimeOffset now)
    {
        held.Look(now);
        // Admitted by a configuration that changed before the lease was among those held.
        if (held.JudgedBy != _registry.Current.Index) Judge(held, _registry.Current, now);
        Lease? lease = _registry.State.Leases.GetValueOrDefault(held.Lease.Name);
        if (lease is null || lease.Epoch != held.Lease.Epoch) return;
        // One that was made longer is announced again.
        if (!(lease.Until - now <= Warning)) held.IsWarned = false;
        if (lease.Until is { } until)
        {
            if (until <= now)
            {
                held.Abort(SessionEnd.LeaseOver, $"its time was over at {until:u}");
                return;
            }
            if (until - now <= Warning && !held.IsWarned)
            {
                held.IsWarned = true;
                _events.Publish(EventTypes.EndsSoon, lease.Name, $"the lease of {lease.User ?? lease.Address} ends at {until:u}", lease.User);
            }
        }
        if (_registry.State.Grants.GetValueOrDefault(lease.Grant)?.IdleMinutes is { } minutes && now - held.ActiveAt >= TimeSpan.FromMinutes(minutes))
        {
            held.Abort(SessionEnd.LeaseOver, $"it was idle for {minutes} minutes");
        }
    }

    void OnChanged(Snapshot before, Snapshot after)
    {
        if (before.State.Queue != after.State.Queue) TellOffers(before.State, after.State);
        // A reservation that is given up gives the time back that it took from a lease.
        if (before.Index == after.Index && before.State.Reservations == after.State.Reservations) return;
        DateTimeOffset now = _time.GetUtcNow();
        foreach (HeldLease held in _book.Held) Judge(held, after, now);
    }

    /// <summary>Ends a lease that would not be given any more, and moves the end of one that would.</summary>
    void Judge(HeldLease held, Snapshot by, DateTimeOffset now)
    {
        held.JudgedBy = by.Index;
        Lease lease = held.Lease;
        var question = new Question(lease.Name, lease.User, IPAddress.Parse(lease.Address), now) { HasCode = lease.Proved, HasAnswer = lease.Proved, ApprovedBy = lease.ApprovedBy };
        Decision decision = AccessPolicy.Decide(by, question);
        if (!decision.IsAllowed)
        {
            held.Abort(SessionEnd.LeaseOver, decision.Reason);
            return;
        }
        DateTimeOffset? until = decision.Grant!.LongestLeaseMinutes is { } minutes && lease.Since.AddMinutes(minutes) is { } longest && !(decision.Until < longest) ? longest : decision.Until;
        _registry.Change(Actor.Hub, state => state.Leases.GetValueOrDefault(lease.Name) is { } current && current.Epoch == lease.Epoch
            ? state with { Leases = state.Leases.SetItem(lease.Name, current with { Grant = decision.Grant.Name, Until = LeaseRules.Until(state, lease.Name, lease.User, until, now) }) }
            : state);
    }

    /// <summary>Tells those whose turn it has become.</summary>
    void TellOffers(HubState before, HubState after)
    {
        foreach (QueueEntry entry in after.Queue.Values.Where(q => q.OfferedUntil is not null && before.Queue.GetValueOrDefault(q.Name)?.OfferedUntil is null))
        {
            _events.Publish(EventTypes.Offered, entry.Share, $"it is the turn of {entry.User}, until {entry.OfferedUntil:u}", entry.User);
        }
    }

    HubState Expire(HubState state, DateTimeOffset now)
    {
        string[] cooldowns = [.. state.Cooldowns.Values.Where(c => c.Until <= now).Select(c => c.Name)];
        string[] reservations = [.. state.Reservations.Values.Where(r => r.Until <= now).Select(r => r.Name)];
        QueueEntry[] missed = [.. state.Queue.Values.Where(q => q.OfferedUntil <= now)];
        HubState next = _expire(state, now);
        if (cooldowns.Length > 0) next = next with { Cooldowns = next.Cooldowns.RemoveRange(cooldowns) };
        if (reservations.Length > 0) next = next with { Reservations = next.Reservations.RemoveRange(reservations) };
        if (missed.Length > 0) next = next with { Queue = next.Queue.RemoveRange(missed.Select(q => q.Name)) };
        foreach (string share in missed.Select(q => q.Share).Distinct()) next = LeaseRules.Offer(next, share, now);
        return next;
    }
}
