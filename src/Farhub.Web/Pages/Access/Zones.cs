namespace Farhub.Web.Pages.Access;

/// <summary>Time zones to choose from.</summary>
static class Zones
{
    /// <summary>Those that most people live in.</summary>
    internal static IReadOnlyList<string> Common { get; } =
    [
        .. new[] { Default, "UTC", "Europe/London", "Europe/Berlin", "Europe/Athens", "Africa/Lagos", "Africa/Johannesburg", "Asia/Dubai", "Asia/Kolkata", "Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney", "America/Sao_Paulo", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles" }
            .Distinct().Where(z => TimeZoneInfo.TryFindSystemTimeZoneById(z, out _)),
    ];

    /// <summary>All that this machine knows and people live in.</summary>
    internal static IReadOnlyList<string> All { get; } =
        [.. TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id).Where(z => z.Contains('/', StringComparison.Ordinal) && !z.StartsWith("Etc/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>The hub's own.</summary>
    internal static string Default => TimeZoneInfo.Local.Id.Contains('/', StringComparison.Ordinal) && !TimeZoneInfo.Local.Id.StartsWith("Etc/", StringComparison.Ordinal) ? TimeZoneInfo.Local.Id : "UTC";
}
