using Farhub.Devices;

namespace Farhub.Hub.Admission;

/// <summary>A device that is present, under the name it is offered by.</summary>
/// <param name="BusId">What clients call it: of a managed share its name, otherwise its port path.</param>
/// <param name="Device">The device.</param>
public sealed record Export(string BusId, IUsbDevice Device);
