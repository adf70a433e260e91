using Farhub.Control.Model;

namespace Farhub.Web.Pages.Scenarios;

/// <summary>What one may begin with: forms that are filled in already, but for the shares.</summary>
static class Examples
{
    internal static readonly IReadOnlyList<(string Key, string Words, Scenario Scenario)> All =
    [
        ("idle", "When a device has been idle for 30 minutes: release it, so that others can have it.", new Scenario { Name = "free-when-idle", When = "idle 30m", Do = ["release"] }),
        ("evening", "Monday to Friday at 18:00: disable it, so that nobody uses it at night.", new Scenario { Name = "closing-time", When = "at Mon-Fri 18:00", Do = ["disable"] }),
        ("error", "When a device fails: take the power from its port for a moment.", new Scenario { Name = "wake-up", When = "error", Do = ["power-cycle"] }),
    ];

    /// <summary>An empty one.</summary>
    internal static Scenario Nothing { get; } = new() { Name = "", When = "" };

    /// <summary>The example of that key; an empty one when there is none. Times are on the clocks of the hub.</summary>
    internal static Scenario Find(string? key) => (All.FirstOrDefault(e => e.Key == key).Scenario ?? Nothing) with
    {
        TimeZone = TimeZoneInfo.TryFindSystemTimeZoneById(TimeZoneInfo.Local.Id, out TimeZoneInfo? local) && local.HasIanaId ? local.Id : "UTC",
    };
}
