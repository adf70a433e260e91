using Farhub.Web.Api;
using Farhub.Web.Pages.Access;
using Farhub.Web.Pages.Audit;
using Farhub.Web.Pages.Devices;
using Farhub.Web.Pages.Entry;
using Farhub.Web.Pages.Me;
using Farhub.Web.Pages.People;
using Farhub.Web.Pages.Scenarios;
using Farhub.Web.Pages.Shares;
using Microsoft.AspNetCore.Routing.Template;

namespace Farhub.Web.Pages;

/// <summary>All pages there are, in the order of the menu.</summary>
static class PageTable
{
    internal static IReadOnlyList<Page> All { get; } =
    [
        new("/login", ApiAccess.Nobody, "Log in", typeof(LoginPage)),
        new("/setup", ApiAccess.Nobody, "First start", typeof(SetupPage)),
        new("/shares", ApiAccess.User, "Shares", typeof(SharesPage)) { Section = "shares" },
        new("/shares/{name}", ApiAccess.User, "Share", typeof(SharePage)) { Section = "shares" },
        .. DevicePages.All,
        .. AccessPages.All,
        .. PeoplePages.All,
        .. ScenarioPages.All,
        .. AuditPages.All,
        .. MePages.All,
    ];

    /// <summary>The menu, in its order.</summary>
    internal static IEnumerable<Page> Menu { get; } = All.Where(p => p.IsFirst);

    static readonly (Page Page, TemplateMatcher Matcher)[] Addresses = [.. All.Select(p => (p, new TemplateMatcher(TemplateParser.Parse(p.Path), [])))];

    /// <summary>The page at a path; null when there is none.</summary>
    internal static Page? Find(string path) => Array.Find(Addresses, a => a.Matcher.TryMatch(path, [])).Page;
}
