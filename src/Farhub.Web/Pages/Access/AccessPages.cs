namespace Farhub.Web.Pages.Access;

/// <summary>Pages of this folder.</summary>
static class AccessPages
{
    internal static IReadOnlyList<Page> All { get; } = [];
}
