using Farhub.Control.Codes;

namespace Farhub.Control.Proofs;

/// <summary>A new credential on its way into a person's app or token. All of it is shown this once.</summary>
/// <param name="Id">The credential's id.</param>
/// <param name="Kind">What it gives.</param>
/// <param name="OtpAuth">The secret as an otpauth URI, for a QR code.</param>
/// <param name="KeyBase32">The key, for typing into an app.</param>
/// <param name="KeyHex">The key, for what programs hardware tokens.</param>
/// <param name="Suite">How an OCRA token has to answer; null for the others.</param>
/// <param name="RecoveryCodes">Codes for the day the token is lost, good from the confirmation on.</param>
public sealed record Enrolment(string Id, CodeKind Kind, string OtpAuth, string KeyBase32, string KeyHex, string? Suite, IReadOnlyList<string> RecoveryCodes)
{
    /// <summary>Which credential it is; never a secret.</summary>
    public override string ToString() => $"{Kind} credential {Id}";
}
