namespace Farhub.Hub;

/// <summary>Why a session ended. The first reason counts; what breaks because of it is an echo.</summary>
public enum SessionEnd
{
    /// <summary>It has not.</summary>
    None,
    /// <summary>The client closed the connection between two messages: the ordinary detach.</summary>
    ClientClosed,
    /// <summary>The connection broke or fell silent.</summary>
    ClientLost,
    /// <summary>The client sent what can never be valid.</summary>
    ClientViolation,
    /// <summary>The device was unplugged.</summary>
    DeviceGone,
    /// <summary>An operator ended it.</summary>
    Kicked,
    /// <summary>The right to the device ran out: its window closed, its time was up, it was idle, or it was handed over.</summary>
    LeaseOver,
    /// <summary>The same holder attached the device anew; this session was what was left of before.</summary>
    TakenOver,
    /// <summary>The hub is stopping.</summary>
    HubStopping,
    /// <summary>A defect of the hub.</summary>
    HubFailure,
}
