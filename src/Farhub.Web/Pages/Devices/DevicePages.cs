using Farhub.Web.Api;

namespace Farhub.Web.Pages.Devices;

/// <summary>Pages of this folder.</summary>
static class DevicePages
{
    internal static IReadOnlyList<Page> All { get; } =
    [
        new("/devices", ApiAccess.Reader, "Devices", typeof(DevicesPage)) { Section = "devices" },
        new("/devices/{port}", ApiAccess.Reader, "Device", typeof(DevicePage)) { Section = "devices" },
    ];
}
