using Farhub.Control.Codes;
using Farhub.Control.Model;

namespace Farhub.Web.Pages.Me;

/// <summary>Kinds of code generators in words for people.</summary>
static class CodeKinds
{
    /// <summary>What a generator gives; null when what is stored of it cannot be read.</summary>
    internal static CodeKind? Of(CodeCredential credential) => OtpAuthUri.TryRead(credential.Secret, out OtpAuthUri? uri, out _) ? uri.Secret.Kind : null;

    /// <summary>What it is.</summary>
    internal static string NameOf(CodeCredential credential) => Of(credential) switch
    {
        CodeKind.Totp => "Authenticator app",
        CodeKind.Hotp => "Counter token",
        CodeKind.Ocra => "Question-and-answer token",
        _ => "Cannot be read",
    };

    /// <summary>How many recovery codes are left.</summary>
    internal static int RecoveryLeft(CodeCredential credential) => RecoveryCodes.TryRead(credential.Recovery, out RecoveryCodes? codes) ? codes.Remaining : 0;

    /// <summary>A key as people type it: in groups of four.</summary>
    internal static string Grouped(string key) => string.Join(' ', key.Chunk(4).Select(c => new string(c)));
}
