namespace Farhub.Control.Audit;

/// <summary>Which lines of an audit are wanted; what is left empty does not matter.</summary>
public sealed record AuditFilter
{
    /// <summary>By whom.</summary>
    public string Who { get; init; } = "";

    /// <summary>How what was done begins: <c>share.</c>, <c>login</c>.</summary>
    public string Action { get; init; } = "";

    /// <summary>How the name of what it was done to begins: <c>shares/printer</c>.</summary>
    public string Object { get; init; } = "";

    /// <summary>The whole name of what it was done to.</summary>
    public string WholeObject { get; init; } = "";

    /// <summary>At this time or later.</summary>
    public DateTimeOffset Since { get; init; } = DateTimeOffset.MinValue;

    /// <summary>Before this time.</summary>
    public DateTimeOffset Until { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Behind this line.</summary>
    public long Above { get; init; }

    /// <summary>Before this line.</summary>
    public long Below { get; init; } = long.MaxValue;

    /// <summary>True for a line that is wanted.</summary>
    public bool Matches(AuditRecord record) =>
        (Who.Length == 0 || record.Who == Who) && record.Action.StartsWith(Action, StringComparison.Ordinal) && record.Object.StartsWith(Object, StringComparison.Ordinal)
        && (WholeObject.Length == 0 || record.Object == WholeObject)
        && record.At >= Since && record.At < Until && record.Sequence > Above && record.Sequence < Below;
}
