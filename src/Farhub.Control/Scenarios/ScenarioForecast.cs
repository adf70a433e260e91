namespace Farhub.Control.Scenarios;

/// <summary>Something that will happen by itself.</summary>
/// <param name="At">When.</param>
/// <param name="Scenario">By which scenario.</param>
/// <param name="Shares">To which shares.</param>
/// <param name="Steps">What.</param>
public sealed record ScenarioForecast(DateTimeOffset At, string Scenario, IReadOnlyList<string> Shares, IReadOnlyList<string> Steps);
