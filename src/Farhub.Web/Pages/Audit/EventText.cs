using Farhub.Control.Events;

namespace Farhub.Web.Pages.Audit;

/// <summary>What happens, in words.</summary>
static class EventText
{
    /// <summary>A type of event, in words.</summary>
    internal static string Words(string type) => type switch
    {
        EventTypes.Attached => "Attached",
        EventTypes.Detached => "Free again",
        EventTypes.Appeared => "Plugged in",
        EventTypes.Disappeared => "Unplugged",
        EventTypes.Error => "Failed",
        EventTypes.Refused => "Refused",
        EventTypes.EndsSoon => "Ends soon",
        EventTypes.HandOverAsked => "Asked to hand over",
        EventTypes.Offered => "Somebody's turn",
        EventTypes.ApprovalAsked => "Approval asked",
        EventTypes.Changed => "Changed",
        EventTypes.ScenarioRan => "Scenario",
        "device.added" => "Device found",
        "device.removed" => "Device gone",
        "device.changed" => "Device changed",
        _ => type,
    };

    /// <summary>The look of its word.</summary>
    internal static string Style(string type) => type switch
    {
        EventTypes.Error or EventTypes.Refused or EventTypes.Disappeared => "badge no",
        EventTypes.Attached or EventTypes.Appeared or EventTypes.Detached or EventTypes.Offered => "badge yes",
        _ => "badge",
    };
}
