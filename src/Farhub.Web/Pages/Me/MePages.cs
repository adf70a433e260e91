namespace Farhub.Web.Pages.Me;

/// <summary>Pages of this folder.</summary>
static class MePages
{
    internal static IReadOnlyList<Page> All { get; } = [];
}
