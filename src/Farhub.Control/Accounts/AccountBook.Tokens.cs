using Farhub.Control.Model;
using Farhub.Control.State;

namespace Farhub.Control.Accounts;

public sealed partial class AccountBook
{
    /// <summary>Most API tokens of a user.</summary>
    public const int MaxTokens = 100;

    const int MaxNote = 1000;

    /// <summary>Makes an API token.</summary>
    /// <param name="actor">The user, or an admin.</param>
    /// <param name="user">Whose it will be.</param>
    /// <param name="note">For people.</param>
    /// <param name="scope">What it will be good for; never more than the user may.</param>
    /// <param name="expires">From then on it is refused; null for never.</param>
    /// <returns>The token, which is shown this once.</returns>
    /// <exception cref="ControlException">They may not, or something about it cannot be.</exception>
    public CreatedToken CreateToken(Identity actor, string user, string note, TokenScope scope, DateTimeOffset? expires = null)
    {
        actor.Demand(TokenScope.Full);
        DateTimeOffset now = _time.GetUtcNow();
        List<Mistake> mistakes = [];
        if (note.Length > MaxNote) mistakes.Add(new Mistake("note", $"is longer than {MaxNote} characters"));
        if (!Enum.IsDefined(scope)) mistakes.Add(new Mistake("scope", "has to be one of read, use, full"));
        if (expires <= now) mistakes.Add(new Mistake("expires", "has to be later than now"));
        if (mistakes.Count > 0) throw new ControlException(mistakes);
        string id = BearerText.NewId();
        string text = BearerText.New($"{BearerText.TokenPrefix}{id}_");
        _registry.Change(actor.Actor, state =>
        {
            actor.DemandSelfOrAdmin(state, user, "make a token for them");
            if (!state.Users.ContainsKey(user)) throw NoUser(user);
            if (state.Tokens.Values.Count(t => t.User == user) >= MaxTokens) throw new ControlException(ControlFailure.Conflict, $"{user} has {MaxTokens} tokens: revoke one first.");
            var token = new ApiToken { Name = id, User = user, Note = note, Scope = scope, Created = now, Expires = expires, Hash = BearerText.HashOf(text) };
            return state with { Tokens = state.Tokens.Add(id, token) };
        });
        return new CreatedToken(id, text);
    }

    /// <summary>Makes an API token good for nothing any more.</summary>
    /// <param name="actor">The token's user, or an admin.</param>
    /// <param name="id">Its id.</param>
    /// <exception cref="ControlException">There is none of that id, or none of theirs.</exception>
    public void RevokeToken(Identity actor, string id)
    {
        actor.Demand(TokenScope.Full);
        _registry.Change(actor.Actor, state =>
            state.Tokens.TryGetValue(id, out ApiToken? token) && (actor.Is(token.User) || actor.IsAdmin(state))
                ? state with { Tokens = state.Tokens.Remove(id) }
                : throw new ControlException(ControlFailure.NotFound, $"There is no token '{id}'."));
    }
}
