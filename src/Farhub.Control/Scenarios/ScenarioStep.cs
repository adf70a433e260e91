namespace Farhub.Control.Scenarios;

/// <summary>One thing that a scenario does.</summary>
/// <param name="Act">What.</param>
/// <param name="Argument">The command or the address; empty otherwise.</param>
public sealed record ScenarioStep(ScenarioAct Act, string Argument)
{
    /// <inheritdoc/>
    public override string ToString() => Act switch
    {
        ScenarioAct.PowerCycle => "power-cycle",
        ScenarioAct.Run => $"run {Argument}",
        ScenarioAct.Webhook => $"webhook {Argument}",
        ScenarioAct.Enable => "enable",
        ScenarioAct.Disable => "disable",
        ScenarioAct.Release => "release",
        _ => "reset",
    };
}
