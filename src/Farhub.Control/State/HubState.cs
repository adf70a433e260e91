using System.Collections.Immutable;
using Farhub.Control.Model;

namespace Farhub.Control.State;

/// <summary>Everything a managed hub knows, at one moment. Immutable: swapped whole, read without locks.</summary>
public sealed record HubState
{
    /// <summary>A hub on its first day.</summary>
    public static HubState Empty { get; } = new();

    /// <summary>Shares by name.</summary>
    public ImmutableDictionary<string, Share> Shares { get; init; } = Table<Share>();

    /// <summary>Users by name.</summary>
    public ImmutableDictionary<string, User> Users { get; init; } = Table<User>();

    /// <summary>Groups by name.</summary>
    public ImmutableDictionary<string, Group> Groups { get; init; } = Table<Group>();

    /// <summary>Grants by name.</summary>
    public ImmutableDictionary<string, Grant> Grants { get; init; } = Table<Grant>();

    /// <summary>Schedules by name.</summary>
    public ImmutableDictionary<string, ScheduleRule> Schedules { get; init; } = Table<ScheduleRule>();

    /// <summary>Scenarios by name.</summary>
    public ImmutableDictionary<string, Scenario> Scenarios { get; init; } = Table<Scenario>();

    /// <summary>API tokens by id.</summary>
    public ImmutableDictionary<string, ApiToken> Tokens { get; init; } = Table<ApiToken>();

    /// <summary>One-time code credentials by id.</summary>
    public ImmutableDictionary<string, CodeCredential> Credentials { get; init; } = Table<CodeCredential>();

    /// <summary>Leases by share.</summary>
    public ImmutableDictionary<string, Lease> Leases { get; init; } = Table<Lease>();

    /// <summary>Queue entries by id.</summary>
    public ImmutableDictionary<string, QueueEntry> Queue { get; init; } = Table<QueueEntry>();

    /// <summary>Reservations by id.</summary>
    public ImmutableDictionary<string, Reservation> Reservations { get; init; } = Table<Reservation>();

    /// <summary>Unlocks by id.</summary>
    public ImmutableDictionary<string, Unlock> Unlocks { get; init; } = Table<Unlock>();

    /// <summary>Cool-downs by id.</summary>
    public ImmutableDictionary<string, Cooldown> Cooldowns { get; init; } = Table<Cooldown>();

    /// <summary>What the hub remembers about itself, by name.</summary>
    public ImmutableDictionary<string, Setting> Settings { get; init; } = Table<Setting>();

    static ImmutableDictionary<string, T> Table<T>() => ImmutableDictionary.Create<string, T>(StringComparer.Ordinal);
}
