using Farhub.Control.Model;
using Farhub.Control.State;

namespace Farhub.Control.Tests.State;

public sealed class StateRulesTests
{
    const string NameRule = "a name is 1 to 31 of a-z, 0-9, '.', '_' and '-', beginning and ending with a letter or digit";
    const string TagRule = "a tag is 1 to 31 of a-z, 0-9, '.', '_' and '-', beginning and ending with a letter or digit";
    const string Minutes = "has to be 1 to 527040, or nothing";

    static readonly string Long = new('x', 1001);
    static readonly List<string> TooMany = [.. Enumerable.Repeat("ann", 1001)];
    static readonly List<string> TooManyTags = [.. Enumerable.Repeat("lab", 1001)];

    /// <summary>For each rule a state that breaks it and no other, and what is said of it.</summary>
    static readonly Dictionary<string, (HubState State, string Sentence)> Wrong = new()
    {
        ["too many of a kind"] = (
            HubState.Empty with { Settings = HubState.Empty.Settings.AddRange(Enumerable.Range(0, 20_001).Select(i => KeyValuePair.Create($"s{i}", new Setting { Name = $"s{i}", Value = "" }))) },
            "settings: are more than 20000"),
        ["no admin"] = (WithUser(new User { Name = "ann", Role = Role.Operator }), "users: would have no enabled admin left: nobody could manage the hub"),
        ["admin not enabled"] = (WithUser(new User { Name = "ann", Role = Role.Admin, Enabled = false }), "users: would have no enabled admin left: nobody could manage the hub"),
        ["user name"] = (WithUser(new User { Name = "Ann", Role = Role.Admin }), $"users/Ann: cannot be called so: {NameRule}"),
        ["user note"] = (WithUser(new User { Name = "ann", Role = Role.Admin, Note = Long }), "users/ann.note: is longer than 1000 characters"),
        ["group name"] = (With(new Group { Name = "-" }), $"groups/-: cannot be called so: {NameRule}"),
        ["group note"] = (With(new Group { Name = "g", Note = Long }), "groups/g.note: is longer than 1000 characters"),
        ["group members"] = (With(new Group { Name = "g", Members = ["eve"] }), "groups/g.members: names no user: 'eve'"),
        ["group hole"] = (With(new Group { Name = "g", Members = [null!] }), "groups/g.members: names no user: ''"),
        ["group too many"] = (With(new Group { Name = "g", Members = TooMany }), "groups/g.members: are more than 1000"),
        ["schedule name"] = (With(new ScheduleRule { Name = "" }), $"schedules/: cannot be called so: {NameRule}"),
        ["schedule note"] = (With(new ScheduleRule { Name = "s", Note = Long }), "schedules/s.note: is longer than 1000 characters"),
        ["schedule window"] = (With(new ScheduleRule { Name = "s", Windows = ["Mon 09:00-09:00"] }), "schedules/s.windows: '09:00-09:00' starts and ends at the same time: a whole day is 00:00-24:00."),
        ["schedule hole"] = (With(new ScheduleRule { Name = "s", Windows = [null!] }), "schedules/s.windows: A window is needed: days and times, as in Mon-Fri 08:00-18:00."),
        ["schedule days"] = (
            With(new ScheduleRule { Name = "s", From = new DateOnly(2027, 2, 1), Until = new DateOnly(2027, 1, 1) }),
            "schedules/s: A schedule cannot end on 2027-01-01, before it starts on 2027-02-01."),
        ["share name"] = (With(new Share { Name = "a b", Device = Device }), $"shares/a b: cannot be called so: {NameRule}"),
        ["share note"] = (With(new Share { Name = "p", Device = Device, Note = Long }), "shares/p.note: is longer than 1000 characters"),
        ["share tag"] = (With(new Share { Name = "p", Device = Device, Tags = ["La"] }), $"shares/p.tags: has 'La': {TagRule}"),
        ["share tags"] = (With(new Share { Name = "p", Device = Device, Tags = TooManyTags }), "shares/p.tags: are more than 1000"),
        ["share schedule"] = (With(new Share { Name = "p", Device = Device, Schedule = "nigth" }), "shares/p.schedule: names no schedule: 'nigth'"),
        ["no device"] = (With(new Share { Name = "p", Device = new DeviceBinding() }), "shares/p.device: names no device: give an id such as 0529:0001, or a port such as 1-4.2"),
        ["device id"] = (With(new Share { Name = "p", Device = new DeviceBinding { Id = "5290001" } }), "shares/p.device.id: is not VID:PID such as 0529:0001: '5290001'"),
        ["device port"] = (With(new Share { Name = "p", Device = new DeviceBinding { Port = "usb1" } }), "shares/p.device.port: is not a port path such as 1-4.2: 'usb1'"),
        ["device port line"] = (With(new Share { Name = "p", Device = new DeviceBinding { Port = "1-4\n" } }), "shares/p.device.port: is not a port path such as 1-4.2: '1-4\n'"),
        ["serial alone"] = (With(new Share { Name = "p", Device = new DeviceBinding { Port = "1-4", Serial = "A" } }), "shares/p.device.serial: needs an id beside it"),
        ["serial empty"] = (With(new Share { Name = "p", Device = Device with { Serial = "" } }), "shares/p.device.serial: has to be 1 to 126 characters"),
        ["serial long"] = (With(new Share { Name = "p", Device = Device with { Serial = Long } }), "shares/p.device.serial: has to be 1 to 126 characters"),
        ["serial control"] = (With(new Share { Name = "p", Device = Device with { Serial = "A\u001b" } }), "shares/p.device.serial: has to be 1 to 126 characters"),
        ["grant name"] = (With(new Grant { Name = ".g", Tags = ["lab"], From = ["any"] }), $"grants/.g: cannot be called so: {NameRule}"),
        ["grant note"] = (With(new Grant { Name = "g", Tags = ["lab"], From = ["any"], Note = Long }), "grants/g.note: is longer than 1000 characters"),
        ["grant shares"] = (With(new Grant { Name = "g", Shares = ["q"], From = ["any"] }), "grants/g.shares: names no share: 'q'"),
        ["grant tag"] = (With(new Grant { Name = "g", Tags = [""], From = ["any"] }), $"grants/g.tags: has '': {TagRule}"),
        ["grant users"] = (With(new Grant { Name = "g", Tags = ["lab"], Users = ["eve"] }), "grants/g.users: names no user: 'eve'"),
        ["grant groups"] = (With(new Grant { Name = "g", Tags = ["lab"], Groups = ["h"] }), "grants/g.groups: names no group: 'h'"),
        ["grant schedule"] = (With(new Grant { Name = "g", Tags = ["lab"], From = ["any"], Schedule = "s" }), "grants/g.schedule: names no schedule: 's'"),
        ["grant approval"] = (With(new Grant { Name = "g", Tags = ["lab"], Users = ["ann"], ApprovedBy = "h" }), "grants/g.approvedBy: names no group: 'h'"),
        ["grant from"] = (
            With(new Grant { Name = "g", Tags = ["lab"], From = [""] }),
            "grants/g.from: An address is needed: 192.0.2.1, 2001:db8::1, a network such as 192.0.2.0/24, or any."),
        ["grant from too many"] = (With(new Grant { Name = "g", Tags = ["lab"], From = [.. Enumerable.Repeat("any", 1001)] }), "grants/g.from: are more than 1000"),
        ["grant for nothing"] = (With(new Grant { Name = "g", From = ["any"] }), "grants/g.shares: names no share: give shares or tags"),
        ["grant for nobody"] = (With(new Grant { Name = "g", Tags = ["lab"] }), "grants/g.users: names nobody: give users, groups, or addresses in 'from' ('any' means everybody)"),
        ["proof of an address"] = (With(new Grant { Name = "g", Tags = ["lab"], From = ["any"], Proof = Proof.Code }), "grants/g.proof: needs users or groups: an address has no one-time code"),
        ["approval of an address"] = (
            With(new Grant { Name = "g", Tags = ["lab"], From = ["any"], ApprovedBy = "h" }, new Group { Name = "h" }), "grants/g.approvedBy: needs users or groups: there is nobody to ask for"),
        ["lease 0"] = (With(new Grant { Name = "g", Tags = ["lab"], From = ["any"], LongestLeaseMinutes = 0 }), $"grants/g.longestLeaseMinutes: {Minutes}"),
        ["lease long"] = (With(new Grant { Name = "g", Tags = ["lab"], From = ["any"], LongestLeaseMinutes = 527_041 }), $"grants/g.longestLeaseMinutes: {Minutes}"),
        ["idle"] = (With(new Grant { Name = "g", Tags = ["lab"], From = ["any"], IdleMinutes = -1 }), $"grants/g.idleMinutes: {Minutes}"),
        ["at once"] = (With(new Grant { Name = "g", Tags = ["lab"], From = ["any"], DevicesAtOnce = 1001 }), "grants/g.devicesAtOnce: has to be 1 to 1000, or nothing"),
        ["scenario name"] = (With(Scenario with { Name = "M" }), $"scenarios/M: cannot be called so: {NameRule}"),
        ["scenario note"] = (With(Scenario with { Note = Long }), "scenarios/m.note: is longer than 1000 characters"),
        ["scenario shares"] = (With(Scenario with { Shares = ["q"] }), "scenarios/m.shares: names no share: 'q'"),
        ["scenario tag"] = (With(Scenario with { Tags = ["L"] }), $"scenarios/m.tags: has 'L': {TagRule}"),
        ["scenario for nothing"] = (With(Scenario with { Tags = [] }), "scenarios/m: is about no share: name shares or tags"),
        ["scenario when"] = (
            With(Scenario with { When = "soon" }), "scenarios/m.when: is not one of attached, detached, appeared, disappeared, error, 'idle 30m', 'at Mon-Fri 07:30': 'soon'"),
        ["scenario do"] = (With(Scenario with { Do = [] }), "scenarios/m.do: has to be 1 to 20 actions"),
        ["scenario step"] = (With(Scenario with { Do = ["enable", "run"] }), "scenarios/m.do[1]: needs something after 'run'"),
    };

    public static TheoryData<string> Rules { get; } = [.. Wrong.Keys];

    static DeviceBinding Device => new() { Id = "0529:0001" };

    static Scenario Scenario => new() { Name = "m", Tags = ["lab"], When = "attached", Do = ["enable"] };

    [Fact]
    public void RightState_IsTaken()
    {
        StateRules.Check(HubState.Empty, Samples.State);
        StateRules.Check(Samples.State, HubState.Empty);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void WrongState_IsToldFrom(string rule)
    {
        (HubState state, string sentence) = Wrong[rule];
        Assert.Equal([sentence], MistakesOf(state).Select(m => m.ToString()));
    }

    [Fact]
    public void AllMistakes_AreReportedAtOnce()
    {
        HubState state = new()
        {
            Users = HubState.Empty.Users.Add("X", new User { Name = "X" }),
            Shares = HubState.Empty.Shares.Add("p", new Share { Name = "p", Device = new DeviceBinding { Id = "x", Port = "y" }, Schedule = "z" }),
            Grants = HubState.Empty.Grants.Add("g", new Grant { Name = "g", Shares = ["a", "b"], DevicesAtOnce = 0 }),
        };
        Assert.Equal(
            [
                "shares/p.schedule", "shares/p.device.id", "shares/p.device.port", "users/X", "grants/g.shares", "grants/g.shares", "grants/g.users", "grants/g.devicesAtOnce", "users",
            ],
            MistakesOf(state).Select(m => m.Place));
        ControlException e = Assert.Throws<ControlException>(() => StateRules.Check(HubState.Empty, state));
        Assert.StartsWith("shares/p.schedule: names no schedule: 'z'; shares/p.device.id: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsTheSame_IsNotLookedAtAgain()
    {
        HubState wrong = With(new Group { Name = "-" });
        StateRules.Check(wrong, wrong with { Settings = Samples.State.Settings });
    }

    [Fact]
    public void OneMore_ThanTooMany_IsRefused_OneLess_IsNot()
    {
        HubState tooMany = Wrong["too many of a kind"].State;
        StateRules.Check(tooMany, tooMany with { Settings = tooMany.Settings.Remove("s0") });
        Assert.Throws<ControlException>(() => StateRules.Check(tooMany, tooMany with { Settings = tooMany.Settings.Add("x", new Setting { Name = "x", Value = "" }) }));
    }

    static IReadOnlyList<Mistake> MistakesOf(HubState state) => Assert.Throws<ControlException>(() => StateRules.Check(HubState.Empty, state)).Mistakes;

    static HubState WithUser(User user) => HubState.Empty with { Users = HubState.Empty.Users.Add(user.Name, user) };

    static HubState With(params INamed[] things)
    {
        HubState state = WithUser(new User { Name = "ann", Role = Role.Admin });
        foreach (INamed one in things)
        {
            state = one switch
            {
                Group group => state with { Groups = state.Groups.Add(group.Name, group) },
                ScheduleRule rule => state with { Schedules = state.Schedules.Add(rule.Name, rule) },
                Share share => state with { Shares = state.Shares.Add(share.Name, share) },
                Grant grant => state with { Grants = state.Grants.Add(grant.Name, grant) },
                _ => state with { Scenarios = state.Scenarios.Add(one.Name, (Scenario)one) },
            };
        }
        return state;
    }
}
