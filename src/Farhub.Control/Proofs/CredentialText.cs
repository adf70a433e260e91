using Farhub.Control.Codes;
using Farhub.Control.Model;
using Farhub.Control.State;

namespace Farhub.Control.Proofs;

/// <summary>Reads what is stored of credentials.</summary>
static class CredentialText
{
    /// <summary>The secret of a credential; null when it cannot be read, which is as if it were not there.</summary>
    internal static CodeSecret? SecretOf(CodeCredential credential) => OtpAuthUri.TryRead(credential.Secret, out OtpAuthUri? uri, out _) ? uri.Secret : null;

    /// <summary>The confirmed credentials of an enabled user, in the order of their ids.</summary>
    internal static IEnumerable<CodeCredential> ConfirmedOf(HubState state, string user) =>
        state.Users.GetValueOrDefault(user) is { Enabled: true }
            ? state.Credentials.Values.Where(c => c.User == user && c.Confirmed).OrderBy(c => c.Name, StringComparer.Ordinal)
            : [];

    /// <summary>True when a user has a credential that gives codes, or one that answers challenges.</summary>
    internal static bool Has(HubState state, string user, bool answers) =>
        ConfirmedOf(state, user).Any(c => SecretOf(c) is { } secret && (secret.Kind == CodeKind.Ocra) == answers);
}
