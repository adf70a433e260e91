using Farhub.Web.Api;

namespace Farhub.Web.Pages.Audit;

/// <summary>Pages of this folder.</summary>
static class AuditPages
{
    internal static IReadOnlyList<Page> All { get; } =
    [
        // To check all of it again with each event would be work for nothing.
        new("/audit", ApiAccess.Reader, "Audit", typeof(AuditPage)) { Section = "audit", StillBy = "verify" },
        new("/events", ApiAccess.User, "Live events", typeof(EventsPage)) { Section = "audit" },
    ];
}
