using Farhub.Control.Model;

namespace Farhub.Control.State;

/// <summary>All kinds there are. Their names are in stores: they do not change.</summary>
public static class Kinds
{
    /// <summary>Shares.</summary>
    public static Kind<Share> Shares { get; } =
        new("shares", new Share { Name = "", Device = new DeviceBinding() }, ControlJson.Default.Share, s => s.Shares, (s, t) => s with { Shares = t });

    /// <summary>Users.</summary>
    public static Kind<User> Users { get; } = new("users", new User { Name = "" }, ControlJson.Default.User, s => s.Users, (s, t) => s with { Users = t });

    /// <summary>Groups.</summary>
    public static Kind<Group> Groups { get; } = new("groups", new Group { Name = "" }, ControlJson.Default.Group, s => s.Groups, (s, t) => s with { Groups = t });

    /// <summary>Grants.</summary>
    public static Kind<Grant> Grants { get; } = new("grants", new Grant { Name = "" }, ControlJson.Default.Grant, s => s.Grants, (s, t) => s with { Grants = t });

    /// <summary>Schedules.</summary>
    public static Kind<ScheduleRule> Schedules { get; } =
        new("schedules", new ScheduleRule { Name = "" }, ControlJson.Default.ScheduleRule, s => s.Schedules, (s, t) => s with { Schedules = t });

    /// <summary>Scenarios.</summary>
    public static Kind<Scenario> Scenarios { get; } =
        new("scenarios", new Scenario { Name = "", When = "" }, ControlJson.Default.Scenario, s => s.Scenarios, (s, t) => s with { Scenarios = t });

    /// <summary>API tokens.</summary>
    public static Kind<ApiToken> Tokens { get; } =
        new("tokens", new ApiToken { Name = "", User = "", Hash = "" }, ControlJson.Default.ApiToken, s => s.Tokens, (s, t) => s with { Tokens = t });

    /// <summary>One-time code credentials.</summary>
    public static Kind<CodeCredential> Credentials { get; } =
        new("credentials", new CodeCredential { Name = "", User = "", Secret = "" }, ControlJson.Default.CodeCredential, s => s.Credentials, (s, t) => s with { Credentials = t });

    /// <summary>Leases.</summary>
    public static Kind<Lease> Leases { get; } =
        new("leases", new Lease { Name = "", Address = "", Epoch = 0, Since = default, Grant = "" }, ControlJson.Default.Lease, s => s.Leases, (s, t) => s with { Leases = t });

    /// <summary>Queue entries.</summary>
    public static Kind<QueueEntry> Queue { get; } =
        new("queue", new QueueEntry { Name = "", Share = "", User = "", Since = default }, ControlJson.Default.QueueEntry, s => s.Queue, (s, t) => s with { Queue = t });

    /// <summary>Reservations.</summary>
    public static Kind<Reservation> Reservations { get; } =
        new("reservations", new Reservation { Name = "", Share = "", User = "", From = default, Until = default }, ControlJson.Default.Reservation, s => s.Reservations,
            (s, t) => s with { Reservations = t });

    /// <summary>Unlocks.</summary>
    public static Kind<Unlock> Unlocks { get; } =
        new("unlocks", new Unlock { Name = "", Share = "", User = "", Address = "", Until = default }, ControlJson.Default.Unlock, s => s.Unlocks, (s, t) => s with { Unlocks = t });

    /// <summary>Cool-downs.</summary>
    public static Kind<Cooldown> Cooldowns { get; } =
        new("cooldowns", new Cooldown { Name = "", Share = "", Address = "", Until = default }, ControlJson.Default.Cooldown, s => s.Cooldowns, (s, t) => s with { Cooldowns = t });

    /// <summary>What the hub remembers about itself.</summary>
    public static Kind<Setting> Settings { get; } =
        new("settings", new Setting { Name = "", Value = "" }, ControlJson.Default.Setting, s => s.Settings, (s, t) => s with { Settings = t });

    /// <summary>All of them, in an order in which each only refers to those before it.</summary>
    public static IReadOnlyList<Kind> All { get; } =
        [Schedules, Shares, Users, Groups, Grants, Scenarios, Tokens, Credentials, Leases, Queue, Reservations, Unlocks, Cooldowns, Settings];

    /// <summary>Those that people write down: what <c>farhub apply</c> takes and <c>farhub export</c> gives.</summary>
    public static IReadOnlyList<Kind> Configuration { get; } = [Schedules, Shares, Users, Groups, Grants, Scenarios];

    /// <summary>The kind of that name; null when there is none.</summary>
    public static Kind? Find(string name) => All.FirstOrDefault(k => k.Name == name);
}
