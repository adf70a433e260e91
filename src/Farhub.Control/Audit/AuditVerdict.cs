namespace Farhub.Control.Audit;

/// <summary>Whether an audit is as it was written.</summary>
/// <param name="Count">How many lines are, counted from the first.</param>
/// <param name="FirstBroken">The number of the first line that is not; null when all are.</param>
/// <param name="Sentence">The verdict, for people.</param>
public sealed record AuditVerdict(long Count, long? FirstBroken, string Sentence)
{
    /// <summary>True when nothing was changed, removed or inserted.</summary>
    public bool IsIntact => FirstBroken is null;
}
