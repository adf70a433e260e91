namespace Farhub.Control.Events;

/// <summary>What can happen.</summary>
public static class EventTypes
{
    /// <summary>A share was attached.</summary>
    public const string Attached = "share.attached";

    /// <summary>A share is free again.</summary>
    public const string Detached = "share.detached";

    /// <summary>A share's device was plugged in.</summary>
    public const string Appeared = "share.appeared";

    /// <summary>A share's device was unplugged.</summary>
    public const string Disappeared = "share.disappeared";

    /// <summary>A device or the hub failed.</summary>
    public const string Error = "share.error";

    /// <summary>An import was refused.</summary>
    public const string Refused = "share.refused";

    /// <summary>A lease will end soon.</summary>
    public const string EndsSoon = "lease.ends-soon";

    /// <summary>Somebody asks the holder to hand over.</summary>
    public const string HandOverAsked = "lease.hand-over-asked";

    /// <summary>It is somebody's turn.</summary>
    public const string Offered = "queue.offered";

    /// <summary>Somebody is asked to approve.</summary>
    public const string ApprovalAsked = "approval.asked";

    /// <summary>The configuration or something else in the state changed.</summary>
    public const string Changed = "state.changed";

    /// <summary>A device was plugged into the hub.</summary>
    public const string DeviceAdded = "device.added";

    /// <summary>A device was unplugged from the hub.</summary>
    public const string DeviceRemoved = "device.removed";

    /// <summary>A device of the hub is something else now: another configuration, or another driver.</summary>
    public const string DeviceChanged = "device.changed";

    /// <summary>A scenario has run.</summary>
    public const string ScenarioRan = "scenario.ran";
}
