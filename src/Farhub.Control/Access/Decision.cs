using Farhub.Control.Model;

namespace Farhub.Control.Access;

/// <summary>The answer, with its reasons.</summary>
/// <param name="IsAllowed">Yes or no.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="Grant">The grant that allows it, or that would if what is missing were there; null when none would.</param>
/// <param name="Until">When an allowed use has to end; null for when they like.</param>
/// <param name="Steps">Rule by rule, when asked for.</param>
public sealed record Decision(bool IsAllowed, string Reason, Grant? Grant, DateTimeOffset? Until, IReadOnlyList<DecisionStep> Steps)
{
    /// <summary>True when only a code, an answer or an approval is missing.</summary>
    public bool NeedsProof { get; init; }
}
