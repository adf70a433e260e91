using System.Globalization;
using Farhub.Control.Model;
using Farhub.Control.State;

namespace Farhub.Control.Proofs;

/// <summary>Challenges that were answered, until nobody could answer them any more. In the state, so that an answer that somebody saw is good for nothing after a
/// restart either; and not with the credential, as it must not be forgotten with that.</summary>
static class UsedChallenges
{
    internal const string SettingName = "used-challenges";

    internal static bool Contains(HubState state, string id) => Read(state).Any(u => u.Id == id);

    /// <summary>A state with one more, and without those that are over.</summary>
    internal static HubState Add(HubState state, string id, DateTimeOffset until, DateTimeOffset now)
    {
        IEnumerable<(string Id, long Until)> kept = Read(state).Where(u => u.Until > now.ToUnixTimeMilliseconds()).Append((id, until.ToUnixTimeMilliseconds()));
        string value = string.Join(' ', kept.Select(u => string.Create(CultureInfo.InvariantCulture, $"{u.Id}:{u.Until}")));
        return state with { Settings = state.Settings.SetItem(SettingName, new Setting { Name = SettingName, Value = value }) };
    }

    static IEnumerable<(string Id, long Until)> Read(HubState state)
    {
        foreach (string one in state.Settings.GetValueOrDefault(SettingName)?.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            string[] parts = one.Split(':');
            if (parts.Length == 2 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long until)) yield return (parts[0], until);
        }
    }
}
