namespace Farhub.Control.Scenarios;

/// <summary>Does what scenarios say.</summary>
public interface IScenarioActions
{
    /// <summary>Does one thing.</summary>
    /// <param name="scenario">Which scenario says so.</param>
    /// <param name="step">What.</param>
    /// <param name="share">To which share.</param>
    /// <param name="cause">Why.</param>
    /// <param name="cancellationToken">Ends it when the hub stops.</param>
    /// <returns>What came of it, in words.</returns>
    /// <exception cref="Exception">It did not work; the message says why.</exception>
    Task<string> RunAsync(string scenario, ScenarioStep step, string share, string cause, CancellationToken cancellationToken);
}
