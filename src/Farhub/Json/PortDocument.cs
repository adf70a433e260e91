namespace Farhub.Json;

/// <summary>A port of this machine with a device attached to it; also the answer of <c>farhub attach --json</c>.</summary>
/// <param name="Port">Its number.</param>
/// <param name="State">used, connecting or error.</param>
/// <param name="Hub">Whose device it is; null when whoever attached it left no record.</param>
/// <param name="BusId">Its bus id there, likewise.</param>
/// <param name="LocalBusId">Its bus id here; null while it has none.</param>
/// <param name="Appearances">As what it has appeared here.</param>
sealed record PortDocument(int Port, string State, string? Hub, string? BusId, string? LocalBusId, IReadOnlyList<AppearanceDocument> Appearances);
