using Farhub.Control.Codes;

namespace Farhub.Control.Model;

/// <summary>A user's one-time code generator.</summary>
public sealed record CodeCredential : INamed
{
    /// <summary>Its id.</summary>
    public required string Name { get; init; }

    /// <summary>Whose it is.</summary>
    public required string User { get; init; }

    /// <summary>For people, such as "phone".</summary>
    public string Note { get; init => field = value ?? ""; } = "";

    /// <summary>False until the first right code has shown that it was set up.</summary>
    public bool Confirmed { get; init; }

    /// <summary>The shared secret as an otpauth URI.</summary>
    [Secret]
    public required string Secret { get; init; }

    /// <summary>What has been used of it, and failed.</summary>
    [Secret]
    public CodeState State { get; init; } = new();

    /// <summary>What is left of the recovery codes, as salted hashes (<see cref="RecoveryCodes.Write"/>); null without any.</summary>
    [Secret]
    public string? Recovery { get; init; }
}
