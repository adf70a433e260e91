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
        EventTypes.DeviceAdded => "Device found",
        EventTypes.DeviceRemoved => "Device gone",
        EventTypes.DeviceChanged => "Device changed",
        _ => type,
    };

    /// <summary>What happened, after the word for it. What changed is said as in the audit, from where it comes.</summary>
    internal static string Sentence(HubEvent happened)
    {
        if (happened.Type != EventTypes.Changed || happened.Text.Split(' ', 2) is not [var action, var thing]) return happened.Text;
        string[] words = action.Split('.', 2);
        string name = thing[(thing.IndexOf('/', StringComparison.Ordinal) + 1)..], kind = AuditText.KindOf(words[0]);
        return words.ElementAtOrDefault(1) switch
        {
            "add" => $"{kind} {name} is new",
            "change" => $"{kind} {name}",
            "remove" => $"{kind} {name} is gone",
            _ => $"{AuditText.Did(action)} {name}",
        };
    }

    /// <summary>The look of its word.</summary>
    internal static string Style(string type) => type switch
    {
        EventTypes.Error or EventTypes.Refused or EventTypes.Disappeared => "badge no",
        EventTypes.Attached or EventTypes.Appeared or EventTypes.Detached or EventTypes.Offered => "badge yes",
        _ => "badge",
    };
}
