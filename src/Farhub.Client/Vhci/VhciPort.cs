using Farhub.Protocol;

namespace Farhub.Client.Vhci;

/// <summary>A port of the kernel's virtual host controllers with a device on it.</summary>
/// <param name="Number">Port number, over all controllers.</param>
/// <param name="IsSuperSpeed">Which half of its controller it belongs to.</param>
/// <param name="Status">State.</param>
/// <param name="DevId">busnum and devnum at the hub, as the kernel puts them into every command.</param>
/// <param name="LocalBusId">The kernel's name for the device here, such as <c>5-1</c>; null while it has none.</param>
/// <param name="Hub">Whose device it is, if whoever attached it has left a record.</param>
/// <param name="BusId">The hub's name for it, likewise.</param>
/// <param name="Appearances">As what it has appeared.</param>
public sealed record VhciPort(
    int Number, bool IsSuperSpeed, VhciPortStatus Status, uint DevId, string? LocalBusId, HubAddress? Hub, BusId? BusId, IReadOnlyList<Appearance> Appearances);
