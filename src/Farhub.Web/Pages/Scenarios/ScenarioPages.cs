namespace Farhub.Web.Pages.Scenarios;

/// <summary>Pages of this folder.</summary>
static class ScenarioPages
{
    internal static IReadOnlyList<Page> All { get; } = [];
}
