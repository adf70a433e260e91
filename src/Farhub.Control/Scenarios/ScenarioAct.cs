namespace Farhub.Control.Scenarios;

/// <summary>What a scenario can do.</summary>
public enum ScenarioAct
{
    /// <summary>Enable the share.</summary>
    Enable,
    /// <summary>Disable it.</summary>
    Disable,
    /// <summary>End its lease.</summary>
    Release,
    /// <summary>Reset its device.</summary>
    Reset,
    /// <summary>Take the power from its port for a moment.</summary>
    PowerCycle,
    /// <summary>Run a command on the hub.</summary>
    Run,
    /// <summary>Call a web address.</summary>
    Webhook,
}
