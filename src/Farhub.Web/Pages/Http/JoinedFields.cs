using System.Text.Json.Nodes;
using Farhub.Control.State;
using Farhub.Web.Pages.Scenarios;
using Microsoft.AspNetCore.Http;

namespace Farhub.Web.Pages.Http;

/// <summary>Properties that are a text, or a list of texts, for the API and several fields for people: <c>when.kind</c>, <c>when.days</c> and others are the
/// scenario's <c>when</c>; <c>do.0.act</c> and <c>do.0.with</c> are the first of its <c>do</c>. They are put together before <see cref="FormBody"/> sees the rest.</summary>
static class JoinedFields
{
    static readonly (string Property, string Type, Func<IFormCollection, List<Mistake>, JsonNode> Join)[] All =
    [
        ("when", "string", (form, mistakes) => WhenText.Of(form).Join(mistakes)),
        ("do", "array", (form, mistakes) => new JsonArray([.. StepText.Of(form).Select((step, i) => (JsonNode)step.Join(i, mistakes))])),
    ];

    /// <summary>Takes such fields out of a form.</summary>
    /// <param name="schema">Of the body; null when there is none.</param>
    /// <param name="form">What was sent.</param>
    /// <param name="mistakes">Gets what is wrong with them.</param>
    /// <param name="joined">The properties they are.</param>
    /// <returns>The rest.</returns>
    internal static IFormCollection Take(JsonObject? schema, IFormCollection form, List<Mistake> mistakes, out JsonObject joined)
    {
        joined = [];
        var rest = form.ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal);
        foreach ((string property, string type, Func<IFormCollection, List<Mistake>, JsonNode> join) in All)
        {
            if ((string?)(schema?["properties"]?[property]?["type"] as JsonValue) != type) continue;
            List<string> fields = [.. rest.Keys.Where(k => k.StartsWith($"{property}.", StringComparison.Ordinal))];
            if (fields.Count == 0) continue;
            foreach (string field in fields) rest.Remove(field);
            joined[property] = join(form, mistakes);
        }
        return joined.Count == 0 ? form : new FormCollection(rest);
    }
}
