using System.Security.Cryptography;
using Farhub.Control.Codes;
using Farhub.Control.Model;
using Farhub.Control.State;

namespace Farhub.Control.Proofs;

/// <summary>The hub's challenger. Its key is made when it is first needed and kept, so that a challenge stands across a restart.</summary>
/// <param name="registry">Keeps the key.</param>
sealed class HubChallenger(Registry registry)
{
    internal const string SettingName = "challenge-secret";

    volatile OcraChallenger? _challenger;

    /// <summary>The challenger. Not to be asked for the first time inside a change.</summary>
    internal OcraChallenger Get()
    {
        if (_challenger is { } known) return known;
        string made = Convert.ToBase64String(RandomNumberGenerator.GetBytes(OcraChallenger.MinHubSecretLength));
        Snapshot now = registry.Change(Actor.Hub, state => state.Settings.ContainsKey(SettingName)
            ? state
            : state with { Settings = state.Settings.Add(SettingName, new Setting { Name = SettingName, Value = made }) });
        return _challenger = new OcraChallenger(Convert.FromBase64String(now.State.Settings[SettingName].Value));
    }

    /// <summary>What a user's tokens would be asked for an act: one challenge for each credential that answers any.</summary>
    internal IReadOnlyList<AskedChallenge> Pose(IEnumerable<CodeCredential> credentials, OcraAct act, DateTimeOffset now)
    {
        List<AskedChallenge> asked = [];
        foreach (CodeCredential credential in credentials)
        {
            if (CredentialText.SecretOf(credential) is { Suite: { } suite }) asked.Add(new AskedChallenge(credential.Name, credential.Note, Get().Pose(suite, act, now)));
        }
        return asked;
    }

    /// <summary>Those of the challenges that were not answered yet.</summary>
    /// <exception cref="ControlException">All were; the message says when there are new ones.</exception>
    internal IReadOnlyList<AskedChallenge> PoseOpen(HubState state, IEnumerable<CodeCredential> credentials, OcraAct act, DateTimeOffset now)
    {
        IReadOnlyList<AskedChallenge> asked = Pose(credentials, act, now);
        List<AskedChallenge> open = [.. asked.Where(a => !UsedChallenges.Contains(state, a.Challenge.Id))];
        if (open.Count == 0 && asked.Count > 0)
        {
            throw new ControlException(ControlFailure.Conflict, $"The challenge for this was answered already; there is a new one at {asked[0].Challenge.From + Get().Window:u}.");
        }
        return open;
    }
}
