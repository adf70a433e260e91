using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Farhub.Control.Access;
using Farhub.Control.Addresses;
using Farhub.Control.Audit;
using Farhub.Control.Events;
using Farhub.Control.Model;
using Farhub.Control.Presence;
using Farhub.Control.State;
using Farhub.Hub;
using Farhub.Hub.Admission;
using Farhub.Protocol;

namespace Farhub.Control.Leases;

/// <summary>Who has what: gives leases to visitors who may, and takes them back.</summary>
/// <param name="registry">Keeps them.</param>
/// <param name="presence">Knows which device a share is.</param>
/// <param name="events">Is told.</param>
/// <param name="time">The clock.</param>
public sealed partial class LeaseBook(Registry registry, DevicePresence presence, EventStream events, TimeProvider time) : IAdmission
{
    /// <summary>How long a free share is kept for whoever's turn it is.</summary>
    public static readonly TimeSpan OfferTime = TimeSpan.FromMinutes(2);

    /// <summary>How long the holder of a lease that an operator ended is refused, unless the operator says otherwise.</summary>
    public static readonly TimeSpan DefaultCooldown = TimeSpan.FromMinutes(5);

    readonly ConcurrentDictionary<string, HeldLease> _held = new(StringComparer.Ordinal);
    readonly RefusalNotes _refusals = new(registry, time);

    /// <summary>Leases with a session behind them.</summary>
    internal ICollection<HeldLease> Held => _held.Values;

    /// <summary>What there is to tell about the session of a share; null when it has none.</summary>
    public LeaseUse? UseOf(string share)
    {
        if (!_held.TryGetValue(share, out HeldLease? held)) return null;
        IAttachedSession? session = held.Session;
        return new LeaseUse(session?.UrbCount ?? 0, session?.BytesIn ?? 0, session?.BytesOut ?? 0, held.ActiveAt);
    }

    /// <inheritdoc/>
    public IEnumerable<Export> List(Visitor visitor)
    {
        Snapshot now = registry.Current;
        Resolution present = presence.Now;
        DateTimeOffset at = time.GetUtcNow();
        foreach (string share in present.Present.Order(StringComparer.Ordinal))
        {
            if (Decide(now, visitor, share, at).Decision.IsAllowed && present.DeviceOf(share) is { } device) yield return new Export(share, device);
        }
    }

    /// <inheritdoc/>
    public Verdict Admit(Visitor visitor, string busId)
    {
        DateTimeOffset at = time.GetUtcNow();
        Snapshot now = registry.Current;
        (Decision decision, Unlock? unlock, string? user) = Decide(now, visitor, busId, at);
        // To whom a share is forbidden, it does not exist.
        if (!decision.IsAllowed) return Refuse(visitor, busId, OpStatus.NoDevice, decision.Reason);
        if (presence.Now.DeviceOf(busId) is not { } device) return Refuse(visitor, busId, OpStatus.NoDevice, presence.Now.ProblemOf(busId) ?? "it is not plugged in");
        string address = PlainAddress.Of(visitor.Address).ToString();
        Lease? lease = null;
        try
        {
            registry.Change(new Actor(user ?? address, address), state =>
            {
                if (state.Leases.TryGetValue(busId, out Lease? held) && !held.IsHeldBy(user, address))
                {
                    throw new ControlException(ControlFailure.Conflict, $"in use by {held.User ?? held.Address} since {held.Since:u}");
                }
                LeaseRules.Check(state, busId, user, address, decision.Grant!, at);
                lease = new Lease
                {
                    Name = busId,
                    User = user,
                    Address = address,
                    Epoch = registry.NextSequence,
                    Since = at,
                    Until = LeaseRules.Until(state, busId, user, decision.Until, at),
                    Grant = decision.Grant!.Name,
                    Proved = unlock is { Proved: true } or { Answered: true },
                    ApprovedBy = unlock?.ApprovedBy,
                };
                return state with
                {
                    Leases = state.Leases.SetItem(busId, lease),
                    // An unlock is for one import, and whoever has got what they waited for waits no more.
                    Unlocks = unlock is null ? state.Unlocks : state.Unlocks.Remove(unlock.Name),
                    Queue = state.Queue.RemoveRange(state.Queue.Values.Where(q => q.Share == busId && q.User == user).Select(q => q.Name)),
                };
            });
        }
        catch (ControlException e)
        {
            return Refuse(visitor, busId, OpStatus.DeviceBusy, e.Message);
        }
        var mine = new HeldLease(lease!, this, at) { JudgedBy = now.Index };
        HeldLease? older = null;
        // Two admissions of one holder may come here in either order: the younger lease stays, whoever comes first.
        _held.AddOrUpdate(busId, mine, (_, there) => there.Lease.Epoch < mine.Lease.Epoch ? Keep(mine, over: there) : Keep(there, over: mine));
        // The data plane waits for what it ends.
        older?.Abort(SessionEnd.TakenOver, "its holder attached it anew");
        return Verdict.Admit(new Export(busId, device), mine);

        HeldLease Keep(HeldLease younger, HeldLease over)
        {
            older = over;
            return younger;
        }
    }

    /// <summary>What the policy says of a visitor, with the unlock that speaks for them and who that makes them.</summary>
    static (Decision Decision, Unlock? Unlock, string? User) Decide(Snapshot now, Visitor visitor, string share, DateTimeOffset at)
    {
        IPAddress address = PlainAddress.Of(visitor.Address);
        string text = address.ToString();
        foreach (Unlock unlock in now.State.Unlocks.Values)
        {
            if (unlock.IsPending || unlock.Share != share || unlock.Address != text || unlock.Until <= at || (visitor.User is not null && visitor.User != unlock.User)) continue;
            var proved = new Question(share, unlock.User, address, at) { HasCode = unlock.Proved, HasAnswer = unlock.Answered, ApprovedBy = unlock.ApprovedBy };
            Decision decision = AccessPolicy.Decide(now, proved);
            if (decision.IsAllowed) return (decision, unlock, unlock.User);
        }
        return (AccessPolicy.Decide(now, new Question(share, visitor.User, address, at)), null, visitor.User);
    }

    Verdict Refuse(Visitor visitor, string share, OpStatus status, string reason)
    {
        string name = ForeignText.Clean(share, Names.MaxLength), address = PlainAddress.Of(visitor.Address).ToString();
        // Some clients try for ever, and what a stranger makes up is not to fill the audit: the reason has the name in it.
        bool isMadeUp = !registry.State.Shares.ContainsKey(share);
        if (_refusals.Note(new Actor(visitor.User ?? "", address), "import.refuse", $"shares/{name}", isMadeUp ? "there is no such share" : reason, isMadeUp))
        {
            events.Publish(EventTypes.Refused, name, $"to {(visitor.User is { Length: > 0 } user ? $"{user} at " : "")}{address}: {reason}", visitor.User);
        }
        return Verdict.Refuse(status, reason);
    }

    internal void OnAttached(HeldLease held) =>
        events.Publish(EventTypes.Attached, held.Lease.Name, $"to {held.Lease.User ?? held.Lease.Address}", held.Lease.User);

    internal void OnEnded(HeldLease held, SessionEnd end, string reason)
    {
        Lease lease = held.Lease;
        DateTimeOffset at = time.GetUtcNow();
        _held.TryRemove(new KeyValuePair<string, HeldLease>(lease.Name, held));
        var because = new JsonObject
        {
            ["reason"] = reason,
            ["seconds"] = (long)(at - lease.Since).TotalSeconds,
            ["urbs"] = held.Session?.UrbCount ?? 0,
            ["bytesIn"] = held.Session?.BytesIn ?? 0,
            ["bytesOut"] = held.Session?.BytesOut ?? 0,
        };
        // Of a lease that was taken over, the book has a younger one.
        registry.Change(new Actor(lease.User ?? lease.Address, lease.Address), state =>
            state.Leases.GetValueOrDefault(lease.Name)?.Epoch == lease.Epoch ? LeaseRules.Offer(state with { Leases = state.Leases.Remove(lease.Name) }, lease.Name, at) : state, because);
        if (held.Session is not null) events.Publish(EventTypes.Detached, lease.Name, reason, lease.User);
        if (end is SessionEnd.HubFailure or SessionEnd.DeviceGone or SessionEnd.ClientViolation) events.Publish(EventTypes.Error, lease.Name, reason, lease.User);
        if (end == SessionEnd.None && held.Session is null) events.Publish(EventTypes.Error, lease.Name, $"could not be attached: {reason}", lease.User);
    }
}
