namespace Farhub.Devices;

/// <summary>What happened to a device.</summary>
/// <param name="Kind">Came, changed or went.</param>
/// <param name="Device">Which.</param>
public sealed record DeviceChange(DeviceChangeKind Kind, IUsbDevice Device);
