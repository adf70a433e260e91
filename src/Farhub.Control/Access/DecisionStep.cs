namespace Farhub.Control.Access;

/// <summary>What one rule says.</summary>
/// <param name="Rule">Which: <c>share signing-key</c>, <c>grant night-shift</c>.</param>
/// <param name="Passes">Whether it lets pass.</param>
/// <param name="Text">Why.</param>
public sealed record DecisionStep(string Rule, bool Passes, string Text);
