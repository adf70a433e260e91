using System.Net;
using System.Text.Json.Nodes;
using Farhub.Control.Addresses;
using Farhub.Control.Audit;
using Farhub.Control.Codes;
using Farhub.Control.Model;
using Farhub.Control.Proofs;
using Farhub.Control.State;

namespace Farhub.Control.Accounts;

public sealed partial class AccountBook
{
    /// <summary>Logs somebody in.</summary>
    /// <param name="name">The user's name.</param>
    /// <param name="password">The password.</param>
    /// <param name="code">A one-time code; null to see whether one is needed. Looked at only when it is: of admins and operators who have set one up.</param>
    /// <param name="address">Where they are.</param>
    /// <exception cref="ControlException">Refused, or too many failures.</exception>
    public LoginOutcome LogIn(string name, string password, string? code, IPAddress address)
    {
        IPAddress from = PlainAddress.Of(address);
        // Nobody has shown yet that they are the user: for the audit they are an address.
        var stranger = new Actor(from.ToString(), from.ToString());
        User? user = _registry.State.Users.GetValueOrDefault(name);
        string subject = $"users/{(user is null ? ForeignText.Clean(name, Names.MaxLength) : name)}";
        Attempt attempt = Begin(stranger, "login.refuse", name, user is not null, from, subject);
        long endings = _sessions.EndingsOf(name);
        // Again, now that whatever ends sessions from here on is noticed.
        user = _registry.State.Users.GetValueOrDefault(name);
        PasswordCheck check = _passwords.Check(user?.PasswordHash, password);
        if (user is null || check == PasswordCheck.Wrong) throw Refuse("Wrong name or password.", user is null);
        if (!user.Enabled) throw Refuse("This user is disabled.");

        if (user.Role >= Role.Operator && Credentials.HasCode(_registry.State, name))
        {
            if (string.IsNullOrEmpty(code))
            {
                _limits.TakeBack(attempt);
                _refusals.Note(stranger, "login.refuse", subject, "The password is right; a one-time code is needed too.");
                return new LoginOutcome(LoginVerdict.CodeRequired, null, null);
            }
            CodeVerdict verdict = _credentials.VerifyCode(stranger, name, code, "login");
            if (verdict == CodeVerdict.NeedsSecondCode) _limits.TakeBack(attempt);
            if (verdict != CodeVerdict.Accepted) throw Refuse(CodeText.Of(verdict), failure: CodeText.FailureOf(verdict));
        }
        _limits.Succeed(attempt);
        if (check == PasswordCheck.RightButOld) Rehash(user, password, from);
        if (_sessions.TryBegin(name, endings) is not var (token, session)) throw Refuse("This user was disabled or got another password just now: log in again.");
        var identity = new Identity(name, user.Role, TokenScope.Full, IdentitySource.Login, session.Id, from);
        _registry.Note(identity.Actor, "login", subject, "");
        return new LoginOutcome(LoginVerdict.LoggedIn, token, identity);

        ControlException Refuse(string reason, bool isMadeUp = false, ControlFailure failure = ControlFailure.Refused)
        {
            _refusals.Note(stranger, "login.refuse", subject, reason, isMadeUp);
            return new ControlException(failure, reason);
        }
    }

    /// <summary>Ends the login session that somebody came with.</summary>
    /// <exception cref="ControlException">They came with none.</exception>
    public void LogOut(Identity identity)
    {
        if (identity.How != IdentitySource.Login) throw new ControlException(ControlFailure.Conflict, "There is no login session to end: a token is revoked instead.");
        if (_sessions.End(identity.Id)) _registry.Note(identity.Actor, "logout", $"users/{identity.User}", "");
    }

    /// <summary>Ends all login sessions of a user.</summary>
    /// <param name="actor">The user, or an admin.</param>
    /// <param name="user">Whose.</param>
    /// <returns>How many there were.</returns>
    /// <exception cref="ControlException">They may not.</exception>
    public int LogOutAll(Identity actor, string user)
    {
        actor.Demand(TokenScope.Full);
        actor.DemandSelfOrAdmin(_registry.State, user, "end these sessions");
        if (!_registry.State.Users.ContainsKey(user)) throw NoUser(user);
        int ended = _sessions.EndAll(user);
        _registry.Note(actor.Actor, "logout", $"users/{user}", $"{ended} sessions ended.");
        return ended;
    }

    /// <summary>Changes a password. All login sessions of the user end.</summary>
    /// <param name="actor">The user, or an admin.</param>
    /// <param name="user">Whose.</param>
    /// <param name="old">The one until now, which only the own change needs.</param>
    /// <param name="password">The one from now on.</param>
    /// <exception cref="ControlException">They may not, the old one is wrong, or the new one may not be one.</exception>
    public void ChangePassword(Identity actor, string user, string? old, string password)
    {
        actor.Demand(TokenScope.Full);
        actor.DemandSelfOrAdmin(_registry.State, user, "change this password");
        if (!_registry.State.Users.TryGetValue(user, out User? before)) throw NoUser(user);
        // The new one first: who mistypes it twice is not to count as guessing the old one.
        string hash = _passwords.Hash(user, password);
        if (actor.Is(user)) CheckOld(actor, before, old);
        _registry.Change(actor.Actor, state =>
        {
            actor.DemandSelfOrAdmin(state, user, "change this password");
            if (!state.Users.TryGetValue(user, out User? now)) throw NoUser(user);
            // Otherwise what was checked is not what is replaced.
            if (actor.Is(user) && now.PasswordHash != before.PasswordHash) throw new ControlException(ControlFailure.Conflict, "The password was changed meanwhile: log in again.");
            return state with { Users = state.Users.SetItem(user, now with { PasswordHash = hash }) };
        });
        int ended = _sessions.EndAll(user);
        if (ended > 0) _registry.Note(actor.Actor, "logout", $"users/{user}", $"{ended} sessions ended: the password was changed.");
    }

    /// <summary>Whoever found a session open is not to take over the account with it; nor to guess the password without end.</summary>
    void CheckOld(Identity actor, User user, string? old)
    {
        string subject = $"users/{user.Name}";
        if (string.IsNullOrEmpty(old)) throw new ControlException(ControlFailure.Refused, "Your own password is changed with the old one: give it too.");
        Attempt attempt = Begin(actor.Actor, "password.refuse", user.Name, true, actor.Address ?? IPAddress.None, subject);
        if (_passwords.Check(user.PasswordHash, old) == PasswordCheck.Wrong)
        {
            const string Wrong = "The old password is wrong.";
            _refusals.Note(actor.Actor, "password.refuse", subject, Wrong);
            throw new ControlException(ControlFailure.Refused, Wrong);
        }
        _limits.TakeBack(attempt);
    }

    Attempt Begin(Actor actor, string action, string name, bool isKnown, IPAddress from, string subject)
    {
        try
        {
            return _limits.Begin(name, isKnown, from);
        }
        catch (ControlException)
        {
            // Without the time, which is another one each time.
            _refusals.Note(actor, action, subject, "Too many failed attempts.", !isKnown);
            throw;
        }
    }

    /// <summary>Only now is the password known to make a better hash of.</summary>
    void Rehash(User user, string password, IPAddress from)
    {
        string hash = _passwords.HashAgain(password);
        _registry.Change(new Actor(user.Name, from.ToString()), state =>
            state.Users.GetValueOrDefault(user.Name) is { } now && now.PasswordHash == user.PasswordHash
                ? state with { Users = state.Users.SetItem(user.Name, now with { PasswordHash = hash }) }
                : state,
            new JsonObject { ["reason"] = "the same password, hashed as it is today" });
    }

    static ControlException NoUser(string user) => new(ControlFailure.NotFound, $"There is no user '{user}'.");
}
