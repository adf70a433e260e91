namespace Farhub.Control.State;

/// <summary>Why something cannot be done.</summary>
public enum ControlFailure
{
    /// <summary>What was asked for has mistakes.</summary>
    Mistakes,
    /// <summary>There is no such thing.</summary>
    NotFound,
    /// <summary>There is one already, or it is in use, or it has changed meanwhile.</summary>
    Conflict,
    /// <summary>They may not.</summary>
    Refused,
    /// <summary>Too many attempts; later perhaps.</summary>
    TooMany,
    /// <summary>The hub's machine or a device cannot do it.</summary>
    Unable,
}
