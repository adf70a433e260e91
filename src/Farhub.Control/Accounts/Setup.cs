using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Farhub.Control.Addresses;
using Farhub.Control.Audit;
using Farhub.Control.Model;
using Farhub.Control.State;

namespace Farhub.Control.Accounts;

/// <summary>The first start: whoever can read the hub's log makes the first admin. There is no password that all hubs have.</summary>
/// <param name="registry">Has no users yet.</param>
/// <param name="passwords">Judges the first one.</param>
/// <param name="time">The clock.</param>
public sealed class Setup(Registry registry, Passwords passwords, TimeProvider time)
{
    const string SettingName = "setup";

    /// <summary>How long a setup token is good.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromHours(24);

    readonly RefusalNotes _refusals = new(registry, time);

    /// <summary>True when there is somebody who can log in.</summary>
    public bool IsDone => !registry.State.Users.IsEmpty;

    /// <summary>At each start: makes a new setup token, which makes the one before good for nothing.</summary>
    /// <returns>The token, for the log; null when there are users already.</returns>
    public string? BeginSetup()
    {
        string token = BearerText.New(BearerText.SetupPrefix);
        DateTimeOffset until = time.GetUtcNow() + Validity;
        bool isNeeded = false;
        registry.Change(Actor.Hub, state =>
        {
            isNeeded = state.Users.IsEmpty;
            if (!isNeeded) return state with { Settings = state.Settings.Remove(SettingName) };
            string value = string.Create(CultureInfo.InvariantCulture, $"{BearerText.HashOf(token)} {until.ToUnixTimeMilliseconds()}");
            return state with { Settings = state.Settings.SetItem(SettingName, new Setting { Name = SettingName, Value = value }) };
        });
        return isNeeded ? token : null;
    }

    /// <summary>Makes the first admin, and the token good for nothing, in one change.</summary>
    /// <param name="token">From the hub's log.</param>
    /// <param name="adminName">What the admin is called.</param>
    /// <param name="password">Their password.</param>
    /// <param name="address">Where they are.</param>
    /// <exception cref="ControlException">There are users already, the token is not good, or the name or password cannot be.</exception>
    public void CompleteSetup(string token, string adminName, string password, IPAddress address)
    {
        string from = PlainAddress.Of(address).ToString();
        // Before the password is hashed, which takes long, and again when nobody else can change anything.
        if (Problem(registry.State, token) is { } problem)
        {
            _refusals.Note(new Actor(from, from), "setup.refuse", "", problem.Message);
            throw problem;
        }
        if (!Names.IsName(adminName)) throw new ControlException([new Mistake("name", $"has to be {Names.Rule}")]);
        string hash = passwords.Hash(adminName, password);
        registry.Change(new Actor(adminName, from), state => Problem(state, token) is { } late
            ? throw late
            : state with
            {
                Users = state.Users.Add(adminName, new User { Name = adminName, Role = Role.Admin, PasswordHash = hash }),
                Settings = state.Settings.Remove(SettingName),
            }, new JsonObject { ["reason"] = "first start" });
    }

    ControlException? Problem(HubState state, string token)
    {
        if (!state.Users.IsEmpty) return new ControlException(ControlFailure.Conflict, "This hub has been set up: log in instead.");
        string[] parts = state.Settings.GetValueOrDefault(SettingName)?.Value.Split(' ') ?? [];
        bool isGood = parts is [var hash, var until] && BearerText.Has(token, hash)
            && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out long last) && time.GetUtcNow().ToUnixTimeMilliseconds() < last;
        return isGood ? null : new ControlException(ControlFailure.Refused, "The setup token is wrong or has expired: the hub's log has a new one after each start.");
    }
}
