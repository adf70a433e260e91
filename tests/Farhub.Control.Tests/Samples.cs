using Farhub.Control.Codes;
using Farhub.Control.Model;
using Farhub.Control.State;

namespace Farhub.Control.Tests;

/// <summary>One of everything, with every property different from what it is in a new thing.</summary>
static class Samples
{
    static readonly DateTimeOffset Time = new(2027, 3, 31, 8, 0, 0, 1, TimeSpan.FromHours(2));

    internal static HubState State { get; } = new()
    {
        Schedules = HubState.Empty.Schedules.Add("office", new ScheduleRule
        {
            Name = "office",
            Note = "näher: „Büro“ 😀",
            TimeZone = "Europe/Berlin",
            Windows = ["Mon-Fri 08:00-18:00"],
            From = new DateOnly(2027, 1, 1),
            Until = new DateOnly(2027, 12, 31),
            Exceptions = [new ScheduleRuleException { From = new DateOnly(2027, 12, 24), Until = new DateOnly(2027, 12, 26), Windows = ["10:00-14:00"], Note = "holidays" }],
        }),
        Shares = HubState.Empty.Shares.Add("printer", new Share
        {
            Name = "printer",
            Device = new DeviceBinding { Id = "0529:0001", Serial = "A'1\"", Port = "1-4.2" },
            Note = "line\nand line",
            Tags = ["lab", "slow"],
            Enabled = false,
            Schedule = "office",
        }),
        Users = HubState.Empty.Users
            .Add("ann", new User { Name = "ann", Role = Role.Admin, Note = "the boss", Priority = -3, PasswordHash = "AQAAAA-of-ann" })
            .Add("bob", new User { Name = "bob", Enabled = false }),
        Groups = HubState.Empty.Groups.Add("testers", new Group { Name = "testers", Note = "who tests", Members = ["ann", "bob"] }),
        Grants = HubState.Empty.Grants.Add("night", new Grant
        {
            Name = "night",
            Note = "at night",
            Enabled = false,
            Shares = ["printer"],
            Tags = ["lab"],
            Users = ["ann"],
            Groups = ["testers"],
            From = ["192.0.2.0/24"],
            Schedule = "office",
            Proof = Proof.Challenge,
            ApprovedBy = "testers",
            LongestLeaseMinutes = 30,
            IdleMinutes = 10,
            DevicesAtOnce = 2,
        }),
        Scenarios = HubState.Empty.Scenarios.Add("morning", new Scenario
        {
            Name = "morning",
            Note = "wakes it",
            Enabled = false,
            Shares = ["printer"],
            Tags = ["slow"],
            When = "at Mon-Fri 07:30",
            TimeZone = "Europe/Berlin",
            Do = ["enable", "run /bin/true"],
        }),
        Tokens = HubState.Empty.Tokens.Add("tk1", new ApiToken
        {
            Name = "tk1",
            User = "ann",
            Note = "build",
            Scope = TokenScope.Full,
            Created = Time,
            Expires = Time.AddDays(30),
            Hash = "hash-of-token",
        }),
        Credentials = HubState.Empty.Credentials.Add("cr1", new CodeCredential
        {
            Name = "cr1",
            User = "ann",
            Note = "phone",
            Confirmed = true,
            Secret = "otpauth://totp/ann?secret=JBSWY3DPEHPK3PXP",
            State = new CodeState { Counter = CodeState.MaxCounter, LastStep = 59_000_000, Drift = -2, Failures = 6, LockedUntil = Time, ResyncCounter = 9 },
            Recovery = "salted hashes",
        }),
        Leases = HubState.Empty.Leases.Add("printer", new Lease
        {
            Name = "printer",
            User = "ann",
            Address = "2001:db8::1",
            Epoch = 7_000_000_000,
            Since = Time,
            Until = Time.AddHours(1),
            Grant = "night",
            Proved = true,
        }),
        Queue = HubState.Empty.Queue.Add("q1", new QueueEntry { Name = "q1", Share = "printer", User = "bob", Priority = 5, Since = Time, OfferedUntil = Time.AddMinutes(1) }),
        Reservations = HubState.Empty.Reservations.Add("r1", new Reservation { Name = "r1", Share = "printer", User = "bob", From = Time, Until = Time.AddHours(2), Note = "demo" }),
        Unlocks = HubState.Empty.Unlocks.Add("u1", new Unlock
        {
            Name = "u1",
            Share = "printer",
            User = "bob",
            Address = "192.0.2.7",
            Until = Time,
            Proved = true,
            Answered = true,
            ApprovedBy = "ann",
            ApprovalOf = "testers",
        }),
        Cooldowns = HubState.Empty.Cooldowns.Add("c1", new Cooldown { Name = "c1", Share = "printer", User = "bob", Address = "192.0.2.7", Until = Time, Reason = "ann: too long" }),
        Settings = HubState.Empty.Settings.Add("key", new Setting { Name = "key", Value = "secret-of-the-hub\0with NUL" }),
    };

    /// <summary>What differs between two states, as text; nothing when they are the same.</summary>
    internal static IEnumerable<string> Differences(HubState one, HubState other) =>
        Kinds.All.SelectMany(k => k.Diff(one, other)).Select(c => $"{c.Kind.Name}/{c.Name}: {c.Before} -> {c.After}");
}
