namespace Farhub.Control.Leases;

/// <summary>How a lease is used.</summary>
/// <param name="Urbs">URBs answered.</param>
/// <param name="BytesIn">Bytes from the device.</param>
/// <param name="BytesOut">Bytes to the device.</param>
/// <param name="ActiveAt">When its last transfer was seen.</param>
public sealed record LeaseUse(long Urbs, long BytesIn, long BytesOut, DateTimeOffset ActiveAt);
