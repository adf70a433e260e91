using Farhub.Usb;

namespace Farhub.Devices;

/// <summary>What is known of a device without claiming it.</summary>
public sealed record DeviceInfo
{
    /// <summary>Its port path, such as <c>1-4.2</c>; also its bus id in USB/IP.</summary>
    public required string BusId { get; init; }
    /// <summary>Free text for clients to print: the sysfs path, or what a software device is.</summary>
    public required string Path { get; init; }
    /// <summary>Bus number.</summary>
    public required int BusNumber { get; init; }
    /// <summary>Device number on the bus.</summary>
    public required int DeviceNumber { get; init; }
    /// <summary>Speed.</summary>
    public required UsbSpeed Speed { get; init; }
    /// <summary>The device descriptor.</summary>
    public required DeviceDescriptor Descriptor { get; init; }
    /// <summary>All configurations.</summary>
    public required IReadOnlyList<ConfigurationDescriptor> Configurations { get; init; }
    /// <summary>bConfigurationValue of the active configuration; 0 when there is none.</summary>
    public required byte ActiveConfiguration { get; init; }
    /// <summary>Manufacturer as the device says; null when it says nothing.</summary>
    public string? Manufacturer { get; init; }
    /// <summary>Product name as the device says; null when it says nothing.</summary>
    public string? Product { get; init; }
    /// <summary>Serial number as the device says; null when it has none.</summary>
    public string? Serial { get; init; }
    /// <summary>Kernel drivers bound to its interfaces here, without repeats.</summary>
    public IReadOnlyList<string> Drivers { get; init; } = [];
    /// <summary>True for software devices.</summary>
    public bool IsVirtual { get; init; }
    /// <summary>Why it must not be taken away from this machine now ("mounted at /mnt/stick"); null when nothing speaks against it.</summary>
    public string? InUse { get; init; }

    /// <summary>idVendor and idProduct.</summary>
    public VidPid Id => Descriptor.Id;

    /// <summary>The interfaces a client will see first: those of the active configuration, or of the first one when none is active.</summary>
    public IEnumerable<InterfaceDescriptor> Interfaces =>
        (Configurations.FirstOrDefault(c => c.Value == ActiveConfiguration) ?? (Configurations.Count > 0 ? Configurations[0] : null))?.DefaultInterfaces ?? [];
}
