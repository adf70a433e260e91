namespace Farhub.Control.Events;

/// <summary>Something that happened, for whoever watches.</summary>
/// <param name="Id">1, 2, 3 … since the hub started.</param>
/// <param name="At">When.</param>
/// <param name="Type">What (<see cref="EventTypes"/>).</param>
/// <param name="Share">Of which share; empty when of none.</param>
/// <param name="Text">More, in words.</param>
/// <param name="User">Whom it is about; null for nobody in particular.</param>
public sealed record HubEvent(long Id, DateTimeOffset At, string Type, string Share, string Text, string? User);
