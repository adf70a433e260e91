using Farhub.Control.Scenarios;

namespace Farhub.Control.Tests.Scenarios;

/// <summary>Actions of which a test says what they do.</summary>
sealed class FakeActions : IScenarioActions
{
    /// <summary>What comes of a step: by its text, and the share.</summary>
    internal Func<string, string, CancellationToken, Task<string>> Do { get; set; } = (_, _, _) => Task.FromResult("ok");

    public Task<string> RunAsync(string scenario, ScenarioStep step, string share, string cause, CancellationToken cancellationToken) => Do(step.ToString(), share, cancellationToken);
}
