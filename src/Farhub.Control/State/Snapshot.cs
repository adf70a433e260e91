using Farhub.Control.Access;

namespace Farhub.Control.State;

/// <summary>The state at one moment, and what was computed of it to answer quickly.</summary>
/// <param name="State">The state.</param>
/// <param name="Index">Grants, schedules and groups, ready for decisions.</param>
public sealed record Snapshot(HubState State, AccessIndex Index);
