using System.Collections.Frozen;
using Farhub.Control.Model;
using Farhub.Control.Schedules;
using Farhub.Control.State;

namespace Farhub.Control.Access;

/// <summary>What decisions are made of, computed once for each change of the configuration: for each share the grants that are about it.</summary>
public sealed class AccessIndex
{
    readonly FrozenDictionary<string, CompiledGrant[]> _grants;
    readonly FrozenDictionary<string, Schedule> _schedules;

    AccessIndex(HubState state)
    {
        _schedules = state.Schedules.Values.ToFrozenDictionary(
            s => s.Name,
            s => ScheduleReader.TryRead(s, out Schedule? schedule, out IReadOnlyList<Mistake> mistakes) ? schedule : throw new ControlException(mistakes),
            StringComparer.Ordinal);
        var byTag = state.Shares.Values.SelectMany(s => s.Tags.Distinct().Select(t => (Tag: t, s.Name))).ToLookup(p => p.Tag, p => p.Name, StringComparer.Ordinal);
        Dictionary<string, List<CompiledGrant>> grants = [];
        // In the order of their names: what a person reads in the answer to "why?", and the same on every hub.
        foreach (Grant grant in state.Grants.Values.OrderBy(g => g.Name, StringComparer.Ordinal))
        {
            var compiled = new CompiledGrant(grant, state, _schedules);
            foreach (string share in grant.Shares.Concat(grant.Tags.SelectMany(t => byTag[t])).Distinct())
            {
                if (!grants.TryGetValue(share, out List<CompiledGrant>? list)) grants[share] = list = [];
                list.Add(compiled);
            }
        }
        _grants = grants.ToFrozenDictionary(p => p.Key, p => p.Value.ToArray(), StringComparer.Ordinal);
    }

    /// <summary>The index of a state; the one before when nothing differs that it is made of.</summary>
    internal static AccessIndex Of(HubState state, Snapshot? before) =>
        before is not null && StateRules.IsSameConfiguration(before.State, state) ? before.Index : new AccessIndex(state);

    /// <summary>The schedule of a name; null for none.</summary>
    public Schedule? ScheduleOf(string? name) => name is null ? null : _schedules.GetValueOrDefault(name);

    /// <summary>Grants about a share, in the order of their names.</summary>
    internal IReadOnlyList<CompiledGrant> GrantsOf(string share) => _grants.GetValueOrDefault(share) ?? [];
}
