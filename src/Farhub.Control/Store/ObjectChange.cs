using Farhub.Control.State;

namespace Farhub.Control.Store;

/// <summary>What happened to one stored thing.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name.</param>
/// <param name="Before">What it was, as JSON; null for a new one.</param>
/// <param name="After">What it is, as JSON; null for one that is gone.</param>
public sealed record ObjectChange(Kind Kind, string Name, string? Before, string? After);
