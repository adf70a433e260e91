namespace Farhub.Web.Pages.People;

/// <summary>Pages of this folder.</summary>
static class PeoplePages
{
    internal static IReadOnlyList<Page> All { get; } = [];
}
