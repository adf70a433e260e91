using System.Net;
using Farhub.Control.Addresses;
using Farhub.Control.Audit;
using Farhub.Control.Model;
using Farhub.Control.Proofs;
using Farhub.Control.State;
using Farhub.Control.Store;

namespace Farhub.Control.Accounts;

/// <summary>Who somebody is: passwords, login sessions and API tokens.</summary>
public sealed partial class AccountBook
{
    readonly Registry _registry;
    readonly Credentials _credentials;
    readonly Passwords _passwords;
    readonly TimeProvider _time;
    readonly AttemptLimits _limits;
    readonly LoginSessions _sessions;
    readonly RefusalNotes _refusals;

    /// <summary>Opens the book.</summary>
    /// <param name="registry">Has the users.</param>
    /// <param name="credentials">Judges their one-time codes.</param>
    /// <param name="passwords">Judges their passwords.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="StoreException">What users who are gone have left behind could not be removed.</exception>
    public AccountBook(Registry registry, Credentials credentials, Passwords passwords, TimeProvider time)
    {
        (_registry, _credentials, _passwords, _time) = (registry, credentials, passwords, time);
        (_limits, _sessions, _refusals) = (new AttemptLimits(time), new LoginSessions(time), new RefusalNotes(registry, time));
        registry.Changed += OnChanged;
        HubState state = registry.State;
        Forget([.. state.Tokens.Values.Select(t => t.User).Concat(state.Credentials.Values.Select(c => c.User)).Concat(state.Unlocks.Values.Select(u => u.User))
            .Where(u => !state.Users.ContainsKey(u)).Distinct()]);
    }

    /// <summary>Who shows a login session's or an API token; null when it is good for nothing (any more).</summary>
    /// <param name="bearer">What they show.</param>
    /// <param name="address">Where they are.</param>
    public Identity? Identify(string bearer, IPAddress address)
    {
        IPAddress from = PlainAddress.Of(address);
        (Identity? identity, string reason, string subject) = bearer.StartsWith(BearerText.SessionPrefix, StringComparison.Ordinal)
            ? IdentifySession(bearer, from)
            : IdentifyToken(bearer, from);
        if (identity is null) _refusals.Note(new Actor(from.ToString(), from.ToString()), "token.refuse", subject, reason);
        return identity;
    }

    /// <summary>Whether somebody who was identified a while ago would still be, as the same: for what goes on for longer than a request.</summary>
    public bool IsStillGood(Identity identity)
    {
        if (identity.How == IdentitySource.Local) return true;
        HubState state = _registry.State;
        if (state.Users.GetValueOrDefault(identity.User) is not { Enabled: true } user || user.Role != identity.Role) return false;
        return identity.How == IdentitySource.Login
            ? _sessions.Has(identity.Id)
            : state.Tokens.GetValueOrDefault(identity.Id) is { } token && !(token.Expires <= _time.GetUtcNow());
    }

    (Identity? Identity, string Reason, string Subject) IdentifySession(string bearer, IPAddress from)
    {
        if (_sessions.Use(bearer) is not { } session) return (null, "The login session is over, or there never was one.", "");
        // The event that ends the sessions of a disabled user may still be on its way.
        return _registry.State.Users.GetValueOrDefault(session.User) is { Enabled: true } user
            ? (new Identity(user.Name, user.Role, TokenScope.Full, IdentitySource.Login, session.Id, from), "", "")
            : (null, "The user is disabled or gone.", $"users/{session.User}");
    }

    (Identity? Identity, string Reason, string Subject) IdentifyToken(string bearer, IPAddress from)
    {
        HubState state = _registry.State;
        ApiToken? token = BearerText.TryReadTokenId(bearer, out string? id) ? state.Tokens.GetValueOrDefault(id) : null;
        if (token is null || !BearerText.Has(bearer, token.Hash)) return (null, "There is no such token.", "");
        string subject = $"tokens/{token.Name}";
        if (token.Expires <= _time.GetUtcNow()) return (null, "The token has expired.", subject);
        return state.Users.GetValueOrDefault(token.User) is { Enabled: true } user
            ? (new Identity(user.Name, user.Role, token.Scope, IdentitySource.Token, token.Name, from), "", "")
            : (null, "The token's user is disabled or gone.", subject);
    }

    void OnChanged(Snapshot before, Snapshot after)
    {
        if (before.State.Users == after.State.Users) return;
        List<string> gone = [];
        foreach (User was in before.State.Users.Values)
        {
            User? user = after.State.Users.GetValueOrDefault(was.Name);
            if (user is null) gone.Add(was.Name);
            if (user is { Enabled: true } || (user is not null && !was.Enabled)) continue;
            int ended = _sessions.EndAll(was.Name);
            if (ended > 0) Try(() => _registry.Note(Actor.Hub, "logout", $"users/{was.Name}", $"{ended} sessions ended: the user was {(user is null ? "removed" : "disabled")}."));
        }
        if (gone.Count > 0) Try(() => Forget(gone));
    }

    /// <summary>Removes what users who are gone have left behind: the next one of that name must not inherit tokens and codes.</summary>
    void Forget(List<string> gone)
    {
        if (gone.Count == 0) return;
        _registry.Change(Actor.Hub, state => state with
        {
            Tokens = state.Tokens.RemoveRange(state.Tokens.Values.Where(t => gone.Contains(t.User)).Select(t => t.Name)),
            Credentials = state.Credentials.RemoveRange(state.Credentials.Values.Where(c => gone.Contains(c.User)).Select(c => c.Name)),
            Unlocks = state.Unlocks.RemoveRange(state.Unlocks.Values.Where(u => gone.Contains(u.User)).Select(u => u.Name)),
        });
    }

    /// <summary>The change that is told of is made, and others have to hear of it too, even if the store has failed since. What could not be removed now is removed
    /// at the next start.</summary>
    static void Try(Action act)
    {
        try
        {
            act();
        }
        catch (StoreException)
        {
            // Whoever changes something next gets to see it.
        }
    }
}
