using System.Text.Json;
using System.Text.Json.Nodes;
using Farhub.Control.Audit;
using Farhub.Control.State;

namespace Farhub.Web.Pages.Audit;

/// <summary>Lines of the audit as sentences.</summary>
static class AuditText
{
    /// <summary>What can be asked for, by how it begins, in words.</summary>
    internal static readonly IReadOnlyList<(string Prefix, string Words)> Actions =
    [
        ("login", "Logins"), ("logout", "Logouts"), ("import.", "Attaching refused"), ("lease.", "Use of shares"), ("share.", "Shares"), ("grant.", "Grants"), ("schedule.", "Schedules"), ("user.", "Users"),
        ("group.", "Groups"), ("scenario.", "Scenarios"), ("unlock.", "Unlocks and approvals"), ("credential.", "Code generators"), ("token.", "API tokens"), ("password.", "Passwords"), ("queue.", "Queues"),
        ("reservation.", "Reservations"), ("cooldown.", "Cool-downs"), ("setting.", "Settings"), ("setup.", "First start"), ("webhook-key.", "Webhook key"),
    ];

    /// <summary>Kinds of things that have a page of their own.</summary>
    static readonly string[] Paged = ["shares", "users", "groups", "grants", "schedules", "scenarios"];

    /// <summary>Who: a name, or that there was none.</summary>
    internal static string Who(AuditRecord record) => record.Who.Length > 0 ? record.Who : "Somebody";

    /// <summary>True for what was refused, or failed.</summary>
    internal static bool IsRefusal(AuditRecord record) => record.Action.EndsWith(".refuse", StringComparison.Ordinal) || record.Action.EndsWith(".fail", StringComparison.Ordinal);

    /// <summary>What they did, without who and to what: <c>changed the share</c>.</summary>
    internal static string Did(string action)
    {
        string[] words = action.Split('.', 2);
        string kind = KindOf(words[0]);
        return action switch
        {
            "login" => "logged in as",
            "login.refuse" => "was not let in as",
            "logout" => "logged out, or was logged out:",
            "import.refuse" => "was refused",
            "password.refuse" => "was not let change the password of",
            "token.refuse" => "showed a token that is not good:",
            "setup.refuse" => "was refused the first start",
            "lease.add" => "got",
            "lease.remove" => "ended the use of",
            "lease.change" => "changed the use of",
            "lease.release" => "took back",
            "lease.ask" => "asked for",
            "share.reset" => "reset the device of",
            "share.power-cycle" => "power-cycled",
            "scenario.run" => "acted on",
            "scenario.fail" => "failed to act on",
            "scenario.refuse" => "refused to run",
            "webhook-key.show" => "looked at the key of webhooks",
            _ => words.ElementAtOrDefault(1) switch
            {
                "add" => $"made the {kind}",
                "change" => $"changed the {kind}",
                "remove" => $"removed the {kind}",
                "refuse" => $"was refused with the {kind}",
                _ => action,
            },
        };
    }

    /// <summary>To what: its name, and its page where it has one and is still there.</summary>
    internal static (string Name, string? Page) Thing(AuditRecord record, HubState state)
    {
        if (record.Object.Split('/', 2) is not [var kind, var name]) return (record.Object, null);
        // A lease is called as its share.
        if (kind == "leases") kind = "shares";
        return (name, Paged.Contains(kind) && Kinds.Find(kind)?.Contains(state, name) == true ? $"/{kind}/{name}" : null);
    }

    /// <summary>More about it: what changed, each with what it was; or a sentence.</summary>
    internal static IReadOnlyList<AuditDetail> Details(AuditRecord record)
    {
        if (record.Detail.Length == 0) return [];
        if (record.Detail[0] != '{' || Read(record.Detail) is not { } thing) return [new AuditDetail("", null, record.Detail)];
        bool isChange = record.Action.EndsWith(".change", StringComparison.Ordinal);
        return
        [
            .. thing.Select(p => isChange && p.Value is JsonArray { Count: 2 } pair
                ? new AuditDetail(Words(p.Key), Value(pair[0]), Value(pair[1]))
                : new AuditDetail(Words(p.Key), null, Value(p.Value))),
        ];
    }

    /// <summary>A value, for people.</summary>
    internal static string Value(JsonNode? value) => value switch
    {
        null => "nothing",
        JsonArray { Count: 0 } => "nothing",
        JsonArray list => string.Join(list.Any(v => v is JsonObject) ? "; " : ", ", list.Select(Value)),
        JsonObject thing => thing.Where(p => p.Value is not null).Select(p => $"{Words(p.Key)} {Value(p.Value)}").ToList() is { Count: > 0 } parts ? string.Join(", ", parts) : "nothing",
        _ => value.GetValueKind() switch
        {
            JsonValueKind.True => "yes",
            JsonValueKind.False => "no",
            JsonValueKind.String => value.GetValue<string>() is { Length: > 0 } text ? text : "nothing",
            _ => value.ToJsonString(),
        },
    };

    /// <summary><c>timeZone</c> as <c>time zone</c>.</summary>
    internal static string Words(string property) => string.Concat(property.Select(c => char.IsAsciiLetterUpper(c) ? $" {char.ToLowerInvariant(c)}" : c.ToString()));

    /// <summary>A kind of thing, in words.</summary>
    internal static string KindOf(string one) => one switch { "credential" => "code generator", "token" => "API token", "queue" => "place in the queue", "cooldown" => "cool-down", _ => one };

    static JsonObject? Read(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            // A sentence that begins with a brace.
            return null;
        }
    }
}
