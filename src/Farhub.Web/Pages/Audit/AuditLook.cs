using System.Globalization;
using Farhub.Control.Audit;
using Farhub.Control.State;

namespace Farhub.Web.Pages.Audit;

/// <summary>Some lines of the audit as somebody asks for them in the address line, newest first.</summary>
sealed class AuditLook
{
    /// <summary>Lines on a page.</summary>
    internal const int PageSize = 100;

    readonly Func<string, string?> _query;

    /// <summary>Finds them; none of what was asked is trusted to make sense.</summary>
    internal AuditLook(Registry registry, Func<string, string?> query)
    {
        _query = query;
        var filter = new AuditFilter
        {
            Who = query("who") ?? "",
            Action = query("what") ?? "",
            Object = query("about") ?? "",
            Since = Day("from") is { } from ? from : DateTimeOffset.MinValue,
            // The last day too.
            Until = Day("to") is { } to && to < DateTimeOffset.MaxValue.AddDays(-2) ? to.AddDays(1) : DateTimeOffset.MaxValue,
        };
        IsFiltered = filter != new AuditFilter();
        bool isNewer = Number("above") is not null;
        filter = filter with { Above = Number("above") ?? 0, Below = isNewer ? long.MaxValue : Number("below") ?? long.MaxValue };
        // One more than is shown says whether there are more.
        List<AuditRecord> found = [.. registry.FindAudit(filter, PageSize + 1, !isNewer)];
        bool hasMore = found.Count > PageSize;
        if (hasMore) found.RemoveAt(PageSize);
        if (isNewer) found.Reverse();
        Records = found;
        bool hasOlder = isNewer ? filter.Above > 0 : hasMore, hasNewer = isNewer ? hasMore : filter.Below < long.MaxValue;
        Older = hasOlder && found.Count > 0 ? Address("below", found[^1].Sequence) : null;
        Newer = !hasNewer ? null : found.Count > 0 ? Address("above", found[0].Sequence) : Address(null, 0);
    }

    /// <summary>The lines.</summary>
    internal IReadOnlyList<AuditRecord> Records { get; }

    /// <summary>True when not all were asked for.</summary>
    internal bool IsFiltered { get; }

    /// <summary>Where the older are; null when there are none.</summary>
    internal string? Older { get; }

    /// <summary>Where the newer are; null when these are the newest.</summary>
    internal string? Newer { get; }

    string Address(string? bound, long sequence)
    {
        List<string> parts = [.. ((string[])["who", "what", "about", "from", "to"]).Where(p => _query(p) is not null).Select(p => $"{p}={Uri.EscapeDataString(_query(p)!)}")];
        if (bound is not null) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{bound}={sequence}"));
        return $"/audit{(parts.Count > 0 ? "?" : "")}{string.Join('&', parts)}";
    }

    long? Number(string name) => long.TryParse(_query(name), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    DateTimeOffset? Day(string name) =>
        DateOnly.TryParseExact(_query(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero) : null;
}
