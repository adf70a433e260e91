using Farhub.Web.Api;

namespace Farhub.Web.Pages.Scenarios;

/// <summary>Pages of this folder.</summary>
static class ScenarioPages
{
    internal static IReadOnlyList<Page> All { get; } =
    [
        new("/scenarios", ApiAccess.Reader, "Scenarios", typeof(ScenariosPage)) { Section = "scenarios" },
        new("/scenarios/new", ApiAccess.Admin, "New scenario", typeof(ScenarioPage)) { Section = "scenarios" },
        new("/scenarios/{name}", ApiAccess.Reader, "Scenario", typeof(ScenarioPage)) { Section = "scenarios" },
    ];
}
