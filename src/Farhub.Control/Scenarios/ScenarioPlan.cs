using Farhub.Control.Schedules;

namespace Farhub.Control.Scenarios;

/// <summary>A scenario as it runs.</summary>
/// <param name="Trigger">On what.</param>
/// <param name="At">When, for <see cref="ScenarioTrigger.Time"/>.</param>
/// <param name="Idle">For how long, for <see cref="ScenarioTrigger.Idle"/>.</param>
/// <param name="Steps">What, in order.</param>
public sealed record ScenarioPlan(ScenarioTrigger Trigger, Recurrence? At, TimeSpan Idle, IReadOnlyList<ScenarioStep> Steps);
