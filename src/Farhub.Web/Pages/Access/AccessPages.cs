using Farhub.Web.Api;

namespace Farhub.Web.Pages.Access;

/// <summary>Pages of this folder.</summary>
static class AccessPages
{
    internal static IReadOnlyList<Page> All { get; } =
    [
        new("/access", ApiAccess.Reader, "Access", typeof(GrantsPage)) { Section = "access" },
        new("/grants/new", ApiAccess.Admin, "New grant", typeof(GrantPage)) { Section = "access" },
        new("/grants/{name}", ApiAccess.Reader, "Grant", typeof(GrantPage)) { Section = "access" },
        new("/schedules", ApiAccess.Reader, "Schedules", typeof(SchedulesPage)) { Section = "access" },
        new("/schedules/new", ApiAccess.Admin, "New schedule", typeof(SchedulePage)) { Section = "access" },
        new("/schedules/{name}", ApiAccess.Reader, "Schedule", typeof(SchedulePage)) { Section = "access" },
        new("/why", ApiAccess.User, "Why?", typeof(WhyPage)) { Section = "access" },
    ];
}
