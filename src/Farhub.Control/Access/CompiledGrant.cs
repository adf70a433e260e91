using System.Collections.Frozen;
using System.Net;
using Farhub.Control.Addresses;
using Farhub.Control.Model;
using Farhub.Control.Schedules;
using Farhub.Control.State;

namespace Farhub.Control.Access;

/// <summary>A grant with its texts read and its groups looked up.</summary>
sealed class CompiledGrant
{
    readonly FrozenSet<string> _users;
    readonly AddressRange[] _from;

    internal CompiledGrant(Grant grant, HubState state, IReadOnlyDictionary<string, Schedule> schedules)
    {
        Grant = grant;
        Schedule = grant.Schedule is { } name ? schedules[name] : null;
        _users = grant.Users.Concat(grant.Groups.SelectMany(g => state.Groups[g].Members)).ToFrozenSet(StringComparer.Ordinal);
        _from = [.. grant.From.Select(AddressRange.Parse)];
    }

    /// <summary>As written.</summary>
    internal Grant Grant { get; }

    /// <summary>When it holds; null for always.</summary>
    internal Schedule? Schedule { get; }

    /// <summary>True when it is for addresses, whoever sits there.</summary>
    internal bool IsForAnybody => Grant.Users.Count == 0 && Grant.Groups.Count == 0;

    /// <summary>True when it is for a user.</summary>
    internal bool IsFor(string? user) => IsForAnybody || (user is not null && _users.Contains(user));

    /// <summary>True when it is for an address.</summary>
    internal bool IsFrom(IPAddress address) => _from.Length == 0 || Array.Exists(_from, r => r.Contains(address));
}
