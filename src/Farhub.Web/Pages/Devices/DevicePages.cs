namespace Farhub.Web.Pages.Devices;

/// <summary>Pages of this folder.</summary>
static class DevicePages
{
    internal static IReadOnlyList<Page> All { get; } = [];
}
