using System.Net;

namespace Farhub.Control.Access;

/// <summary>May this one use that share then?</summary>
/// <param name="Share">Name of the share.</param>
/// <param name="User">Who they have proved to be; null for nobody in particular.</param>
/// <param name="Address">Where they are.</param>
/// <param name="At">When.</param>
public sealed record Question(string Share, string? User, IPAddress Address, DateTimeOffset At)
{
    /// <summary>They gave a one-time code for this act.</summary>
    public bool HasCode { get; init; }

    /// <summary>They answered a challenge made for this act.</summary>
    public bool HasAnswer { get; init; }

    /// <summary>Who approved this act; null for nobody.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>Leave aside what they would still have to prove: asks whether they may come and prove it.</summary>
    public bool IgnoresProof { get; init; }
}
