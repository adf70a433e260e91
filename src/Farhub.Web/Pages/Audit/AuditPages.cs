namespace Farhub.Web.Pages.Audit;

/// <summary>Pages of this folder.</summary>
static class AuditPages
{
    internal static IReadOnlyList<Page> All { get; } = [];
}
