using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Farhub.Control.Model;
using Farhub.Control.State;

namespace Farhub.Control.Scenarios;

/// <summary>The key by which whoever is called by a webhook knows that it was this hub. There is one a hub, made when it is first needed.</summary>
/// <param name="registry">Keeps it.</param>
public sealed class WebhookKey(Registry registry)
{
    /// <summary>Name of the setting.</summary>
    public const string SettingName = "webhook-key";

    const int Bytes = 32;

    /// <summary>The key, for an admin to give to receivers. Who saw it is in the audit; that they may is for the caller to see to.</summary>
    /// <returns>Hexadecimal digits. The key of the HMAC is this text as it stands, in ASCII.</returns>
    public string Show(Actor actor)
    {
        string key = Get();
        registry.Note(actor, "webhook-key.show", $"settings/{SettingName}", "");
        return key;
    }

    /// <summary>Puts a new key in place of the old, which is worth nothing any more.</summary>
    /// <returns>The new key, as from <see cref="Show"/>.</returns>
    public string Rotate(Actor actor)
    {
        string key = New();
        registry.Change(actor, state => state with { Settings = With(state.Settings, key) });
        return key;
    }

    /// <summary>The key.</summary>
    internal string Get()
    {
        Snapshot now = registry.Current;
        if (!now.State.Settings.ContainsKey(SettingName))
        {
            string made = New();
            now = registry.Change(Actor.Hub, state => state.Settings.ContainsKey(SettingName) ? state : state with { Settings = With(state.Settings, made) });
        }
        return now.State.Settings[SettingName].Value;
    }

    /// <summary>The header of a message: when it was signed, and the HMAC-SHA-256 over that, a dot, and the body. Signing the time with it lets a receiver refuse
    /// what somebody has recorded and sends again later.</summary>
    internal static string Sign(string key, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        string time = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{time}."), .. body];
        return $"t={time},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.ASCII.GetBytes(key), signed))}";
    }

    static string New() => RandomNumberGenerator.GetHexString(2 * Bytes, lowercase: true);

    static ImmutableDictionary<string, Setting> With(ImmutableDictionary<string, Setting> settings, string key) =>
        settings.SetItem(SettingName, new Setting { Name = SettingName, Value = key });
}
