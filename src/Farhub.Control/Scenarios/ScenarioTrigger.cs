namespace Farhub.Control.Scenarios;

/// <summary>On what a scenario runs.</summary>
public enum ScenarioTrigger
{
    /// <summary>At times.</summary>
    Time,
    /// <summary>A share was attached.</summary>
    Attached,
    /// <summary>A share is free again.</summary>
    Detached,
    /// <summary>Its device was plugged in.</summary>
    Appeared,
    /// <summary>Its device was unplugged.</summary>
    Disappeared,
    /// <summary>A session ended because the device or the hub failed, or could not begin.</summary>
    Error,
    /// <summary>An attached share was not used for a while.</summary>
    Idle,
}
