namespace Farhub.Control.Access;

/// <summary>What one rule says.</summary>
/// <param name="Rule">Which: <c>share signing-key</c>, <c>grant night-shift</c>.</param>
/// <param name="Passes">Whether it lets pass.</param>
/// <param name="Text">Why.</param>
public sealed record DecisionStep(string Rule, bool Passes, string Text)
{
    /// <summary>False for a grant that is for other people: it says who they are.</summary>
    public bool IsAboutThem { get; init; } = true;
}
