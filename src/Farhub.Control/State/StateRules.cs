using System.Text.RegularExpressions;
using Farhub.Control.Access;
using Farhub.Control.Addresses;
using Farhub.Control.Model;
using Farhub.Control.Scenarios;
using Farhub.Usb;
using Group = Farhub.Control.Model.Group;

namespace Farhub.Control.State;

/// <summary>What a state must be like to be taken. All mistakes are found, not the first only.</summary>
static partial class StateRules
{
    const int MaxNote = 1000;
    const int MaxList = 1000;
    const int MaxMinutes = 60 * 24 * 366;

    /// <summary>Most things of one kind.</summary>
    const int MaxOfKind = 20_000;

    /// <summary>Checks a state.</summary>
    /// <param name="before">The state it comes from, which was checked: what is the same in both is not looked at again.</param>
    /// <param name="state">The state.</param>
    /// <exception cref="ControlException">It has mistakes.</exception>
    internal static void Check(HubState before, HubState state)
    {
        List<Mistake> mistakes = [];
        foreach (Kind kind in Kinds.All)
        {
            if (kind.CountIn(state) > MaxOfKind && kind.CountIn(state) > kind.CountIn(before)) mistakes.Add(new Mistake(kind.Name, $"are more than {MaxOfKind}"));
        }
        // One kind refers to others; leases and the like refer by what they were given, and outlive it.
        if (!IsSameConfiguration(before, state)) CheckConfiguration(state, mistakes);
        if (mistakes.Count > 0) throw new ControlException(mistakes);
    }

    /// <summary>True when nothing that people configure differs.</summary>
    internal static bool IsSameConfiguration(HubState one, HubState other) =>
        one.Shares == other.Shares && one.Users == other.Users && one.Groups == other.Groups
        && one.Grants == other.Grants && one.Schedules == other.Schedules && one.Scenarios == other.Scenarios;

    static void CheckConfiguration(HubState state, List<Mistake> mistakes)
    {
        foreach (ScheduleRule rule in state.Schedules.Values) Check(rule, mistakes);
        foreach (Share share in state.Shares.Values) Check(state, share, mistakes);
        foreach (User user in state.Users.Values) CheckNamed("users", user, user.Note, mistakes);
        foreach (Group group in state.Groups.Values)
        {
            CheckNamed("groups", group, group.Note, mistakes);
            CheckReferences($"groups/{group.Name}.members", "user", group.Members, state.Users.ContainsKey, mistakes);
        }
        foreach (Grant grant in state.Grants.Values) Check(state, grant, mistakes);
        foreach (Scenario scenario in state.Scenarios.Values) Check(state, scenario, mistakes);
        if (state.Users.Count > 0 && !state.Users.Values.Any(u => u is { Enabled: true, Role: Role.Admin }))
        {
            mistakes.Add(new Mistake("users", "would have no enabled admin left: nobody could manage the hub"));
        }
    }

    static void Check(ScheduleRule rule, List<Mistake> mistakes)
    {
        CheckNamed("schedules", rule, rule.Note, mistakes);
        if (!ScheduleReader.TryRead(rule, out _, out IReadOnlyList<Mistake> wrong)) mistakes.AddRange(wrong);
    }

    static void Check(HubState state, Share share, List<Mistake> mistakes)
    {
        string place = $"shares/{share.Name}";
        CheckNamed("shares", share, share.Note, mistakes);
        CheckTags(place, share.Tags, mistakes);
        CheckReference($"{place}.schedule", "schedule", share.Schedule, state.Schedules.ContainsKey, mistakes);
        DeviceBinding device = share.Device;
        if (device.Id is null && device.Port is null) mistakes.Add(new Mistake($"{place}.device", "names no device: give an id such as 0529:0001, or a port such as 1-4.2"));
        if (device.Id is not null && !VidPid.TryParse(device.Id, out _)) mistakes.Add(new Mistake($"{place}.device.id", $"is not VID:PID such as 0529:0001: '{device.Id}'"));
        if (device.Port is not null && !PortPath().IsMatch(device.Port)) mistakes.Add(new Mistake($"{place}.device.port", $"is not a port path such as 1-4.2: '{device.Port}'"));
        if (device.Id is null && device.Serial is not null) mistakes.Add(new Mistake($"{place}.device.serial", "needs an id beside it"));
        if (device.Serial is { } serial && (serial.Length is 0 or > 126 || serial.Any(char.IsControl))) mistakes.Add(new Mistake($"{place}.device.serial", "has to be 1 to 126 characters"));
    }

    static void Check(HubState state, Grant grant, List<Mistake> mistakes)
    {
        string place = $"grants/{grant.Name}";
        CheckNamed("grants", grant, grant.Note, mistakes);
        CheckReferences($"{place}.shares", "share", grant.Shares, state.Shares.ContainsKey, mistakes);
        CheckTags(place, grant.Tags, mistakes);
        CheckReferences($"{place}.users", "user", grant.Users, state.Users.ContainsKey, mistakes);
        CheckReferences($"{place}.groups", "group", grant.Groups, state.Groups.ContainsKey, mistakes);
        CheckReference($"{place}.schedule", "schedule", grant.Schedule, state.Schedules.ContainsKey, mistakes);
        CheckReference($"{place}.approvedBy", "group", grant.ApprovedBy, state.Groups.ContainsKey, mistakes);
        if (grant.From.Count > MaxList) mistakes.Add(new Mistake($"{place}.from", $"are more than {MaxList}"));
        foreach (string range in grant.From)
        {
            if (!AddressRange.TryParse(range, out _, out string? error)) mistakes.Add(new Mistake($"{place}.from", error));
        }
        if (grant.Shares.Count == 0 && grant.Tags.Count == 0) mistakes.Add(new Mistake($"{place}.shares", "names no share: give shares or tags"));
        bool hasPeople = grant.Users.Count > 0 || grant.Groups.Count > 0;
        if (!hasPeople && grant.From.Count == 0) mistakes.Add(new Mistake($"{place}.users", "names nobody: give users, groups, or addresses in 'from' ('any' means everybody)"));
        if (!hasPeople && grant.Proof != Proof.None) mistakes.Add(new Mistake($"{place}.proof", "needs users or groups: an address has no one-time code"));
        if (!hasPeople && grant.ApprovedBy is not null) mistakes.Add(new Mistake($"{place}.approvedBy", "needs users or groups: there is nobody to ask for"));
        CheckNumber($"{place}.longestLeaseMinutes", grant.LongestLeaseMinutes, MaxMinutes, mistakes);
        CheckNumber($"{place}.idleMinutes", grant.IdleMinutes, MaxMinutes, mistakes);
        CheckNumber($"{place}.devicesAtOnce", grant.DevicesAtOnce, 1000, mistakes);
    }

    static void Check(HubState state, Scenario scenario, List<Mistake> mistakes)
    {
        string place = $"scenarios/{scenario.Name}";
        CheckNamed("scenarios", scenario, scenario.Note, mistakes);
        CheckReferences($"{place}.shares", "share", scenario.Shares, state.Shares.ContainsKey, mistakes);
        CheckTags(place, scenario.Tags, mistakes);
        if (scenario.Shares.Count == 0 && scenario.Tags.Count == 0) mistakes.Add(new Mistake(place, "is about no share: name shares or tags"));
        if (!ScenarioReader.TryRead(scenario, out _, out IReadOnlyList<Mistake> wrong)) mistakes.AddRange(wrong);
    }

    static void CheckNamed(string kind, INamed one, string note, List<Mistake> mistakes)
    {
        if (!Names.IsName(one.Name)) mistakes.Add(new Mistake($"{kind}/{one.Name}", $"cannot be called so: a name is {Names.Rule}"));
        if (note.Length > MaxNote) mistakes.Add(new Mistake($"{kind}/{one.Name}.note", $"is longer than {MaxNote} characters"));
    }

    static void CheckTags(string place, IReadOnlyList<string> tags, List<Mistake> mistakes)
    {
        if (tags.Count > MaxList) mistakes.Add(new Mistake($"{place}.tags", $"are more than {MaxList}"));
        foreach (string tag in tags.Where(t => !Names.IsName(t))) mistakes.Add(new Mistake($"{place}.tags", $"has '{tag}': a tag is {Names.Rule}"));
    }

    static void CheckReferences(string place, string what, IReadOnlyList<string> names, Func<string, bool> exists, List<Mistake> mistakes)
    {
        if (names.Count > MaxList) mistakes.Add(new Mistake(place, $"are more than {MaxList}"));
        // A list may have a hole in it that the compiler does not know of.
        foreach (string? name in names) CheckReference(place, what, name ?? "", exists, mistakes);
    }

    static void CheckReference(string place, string what, string? name, Func<string, bool> exists, List<Mistake> mistakes)
    {
        if (name is not null && !exists(name)) mistakes.Add(new Mistake(place, $"names no {what}: '{name}'"));
    }

    static void CheckNumber(string place, int? number, int most, List<Mistake> mistakes)
    {
        if (number is < 1 || number > most) mistakes.Add(new Mistake(place, $"has to be 1 to {most}, or nothing"));
    }

    [GeneratedRegex(@"^[0-9]{1,3}-[0-9]{1,3}(\.[0-9]{1,3}){0,6}\z")]
    private static partial Regex PortPath();
}
