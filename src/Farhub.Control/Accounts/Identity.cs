using System.Net;
using Farhub.Control.Model;
using Farhub.Control.State;

namespace Farhub.Control.Accounts;

/// <summary>Who somebody has proved to be.</summary>
/// <param name="User">The user's name; <c>root</c> for root at the hub itself, who is not the user of that name if there is one.</param>
/// <param name="Role">What they may do to the hub, as it was when they were identified.</param>
/// <param name="Scope">What what they showed is good for.</param>
/// <param name="How">How they showed it.</param>
/// <param name="Id">Id of the login session or of the token; says nothing about either's secret.</param>
/// <param name="Address">Where they are; null for nowhere in particular.</param>
#pragma warning disable CA1724 // It is what the word means; the framework's namespace of that name is used in one file, for its hasher.
public sealed record Identity(string User, Role Role, TokenScope Scope, IdentitySource How, string Id, IPAddress? Address)
#pragma warning restore CA1724
{
    /// <summary>Root at the hub itself.</summary>
    public static Identity Root { get; } = new("root", Role.Admin, TokenScope.Full, IdentitySource.Local, "", null);

    /// <summary>As the audit names them.</summary>
    public Actor Actor => new(User, Address?.ToString() ?? "");

    /// <summary>True when they are that user.</summary>
    internal bool Is(string user) => How != IdentitySource.Local && User == user;

    /// <summary>True when they may do everything, also by what the state says of them by now.</summary>
    internal bool IsAdmin(HubState state) =>
        How == IdentitySource.Local || (Role == Role.Admin && state.Users.GetValueOrDefault(User) is { Enabled: true, Role: Role.Admin });

    /// <summary>Refuses a token that is not good for something.</summary>
    /// <exception cref="ControlException">It is not.</exception>
    internal void Demand(TokenScope scope)
    {
        if (Scope >= scope) return;
        throw new ControlException(ControlFailure.Refused, $"This token is good for '{Name(Scope)}' only: that takes '{Name(scope)}'.");
    }

    /// <summary>Refuses who is neither that user nor an admin.</summary>
    /// <exception cref="ControlException">They are not.</exception>
    internal void DemandSelfOrAdmin(HubState state, string user, string what)
    {
        if (Is(user) || IsAdmin(state)) return;
        throw new ControlException(ControlFailure.Refused, $"Only {user} and admins may {what}.");
    }

    static string Name(TokenScope scope) => scope switch
    {
        TokenScope.Read => "read",
        TokenScope.Use => "use",
        _ => "full",
    };
}
