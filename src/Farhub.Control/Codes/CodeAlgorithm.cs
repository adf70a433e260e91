namespace Farhub.Control.Codes;

/// <summary>The hash under the HMAC of a one-time code.</summary>
public enum CodeAlgorithm
{
    /// <summary>SHA-1: what every authenticator app and token has. As an HMAC it is not broken.</summary>
    Sha1,

    /// <summary>SHA-256.</summary>
    Sha256,

    /// <summary>SHA-512.</summary>
    Sha512,
}
