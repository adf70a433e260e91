using System.Text.Json;
using System.Text.Json.Nodes;
using Farhub.Control.Store;

namespace Farhub.Control.State;

/// <summary>What the audit and the plan of <c>farhub apply</c> say about a change.</summary>
public static class ChangeText
{
    const string Hidden = "(secret)";

    /// <summary><c>share.add</c>, <c>share.change</c> or <c>share.remove</c>.</summary>
    public static string ActionOf(ObjectChange change) => $"{change.Kind.One}.{(change.Before is null ? "add" : change.After is null ? "remove" : "change")}";

    /// <summary>A JSON object: of a new or removed thing what it is, of a changed one each property that did as <c>[before, after]</c>. Secrets only say
    /// that they changed.</summary>
    public static string Describe(ObjectChange change, JsonObject? because = null)
    {
        // Why comes first: a list shows as much of a line as there is room for.
        JsonObject text = because?.DeepClone().AsObject() ?? [];
        foreach ((string key, JsonNode? value) in Differences(change)) text.TryAdd(key, value?.DeepClone());
        return text.ToJsonString();
    }

    static JsonObject Differences(ObjectChange change)
    {
        JsonObject? before = Read(change.Before);
        JsonObject? after = Read(change.After);
        var text = new JsonObject();
        foreach ((string key, JsonNode? value) in after ?? before!)
        {
            if (key == "name") continue;
            bool isSecret = change.Kind.IsSecret(key);
            if (before is null || after is null)
            {
                // Of a removed thing too: who asks later what was lost finds it here.
                if (!IsEmpty(value)) text[key] = isSecret ? Hidden : value?.DeepClone();
            }
            else if (!JsonNode.DeepEquals(before[key], value))
            {
                text[key] = isSecret ? Hidden : new JsonArray(before[key]?.DeepClone(), value?.DeepClone());
            }
        }
        return text;
    }

    static JsonObject? Read(string? body) => body is null ? null : JsonNode.Parse(body)!.AsObject();

    static bool IsEmpty(JsonNode? value) => value switch
    {
        null => true,
        JsonArray array => array.Count == 0,
        JsonValue scalar => scalar.GetValueKind() == JsonValueKind.String && scalar.GetValue<string>().Length == 0,
        _ => false,
    };
}
