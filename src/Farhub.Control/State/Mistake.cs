namespace Farhub.Control.State;

/// <summary>Something wrong in what was asked for.</summary>
/// <param name="Place">Where: <c>grants/night-shift.schedule</c>.</param>
/// <param name="Text">What, such as <c>names no schedule: 'nigth'</c>.</param>
public sealed record Mistake(string Place, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Place}: {Text}";
}
