using System.Globalization;
using System.Text.Json.Nodes;
using Farhub.Control.State;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Farhub.Web.Pages.Http;

/// <summary>Makes of a form the JSON that the API takes, by the schema of what it takes. Fields are called by the path of their property:
/// <c>device.id</c>, <c>exceptions.0.from</c>. A list of texts has a value for each field of its name, and for each line of it; one of windows of the week
/// may have fields for the days and times of each instead: see <see cref="WindowFields"/>.</summary>
static class FormBody
{
    /// <summary>Fields that are the form's own: what it does, what to say then, where to go then, whether to show the answer, and the version of what it changes.</summary>
    internal const string Act = "do", Done = "done", Then = "then", Show = "show", Version = "if-match";

    /// <summary>Most things in a list of things.</summary>
    const int MostThings = 500;

    /// <summary>Reads a form.</summary>
    /// <param name="schema">Of the body; null when there is none.</param>
    /// <param name="form">What was sent.</param>
    /// <param name="mistakes">Gets the fields that nothing is known of.</param>
    internal static JsonObject Read(JsonObject? schema, IFormCollection form, List<Mistake> mistakes)
    {
        var body = new JsonObject();
        foreach ((string name, StringValues values) in form)
        {
            if (name is Act or Done or Then or Show or Version) continue;
            if (schema is null || !TryPut(schema, body, name.Split('.'), values)) mistakes.Add(new Mistake(name, "is unknown here"));
        }
        if (schema is not null) Tidy(schema, body);
        return body;
    }

    static bool TryPut(JsonObject schema, JsonObject into, ReadOnlySpan<string> path, StringValues values)
    {
        if (schema["properties"]?[path[0]] is not JsonObject property) return false;
        string type = TypeOf(property);
        if (path.Length == 1)
        {
            into[path[0]] = ValueOf(property, type, values);
            return type != "object";
        }
        if (type == "object")
        {
            if (into[path[0]] is not JsonObject thing) into[path[0]] = thing = [];
            return TryPut(property, thing, path[1..], values);
        }
        if (type != "array" || path.Length < 3 || property["items"] is not JsonObject item || !int.TryParse(path[1], NumberStyles.None, CultureInfo.InvariantCulture, out int index) || index >= MostThings) return false;
        if (into[path[0]] is not JsonArray list) into[path[0]] = list = [];
        while (list.Count <= index) list.Add((JsonNode)new JsonObject());
        return list[index] is JsonObject row && TryPut(TypeOf(item) == "object" ? item : WindowFields.Schema, row, path[2..], values);
    }

    /// <summary>The type, whether or not there may be nothing; a text for one of some words.</summary>
    static string TypeOf(JsonObject property) => property["type"] switch
    {
        JsonArray types => types[0]!.GetValue<string>(),
        JsonValue type => type.GetValue<string>(),
        _ => "string",
    };

    /// <summary>As a parser would have read it: a number that is kept as a long is asked in vain for an int.</summary>
    static JsonValue NumberOf(long number) => number is >= int.MinValue and <= int.MaxValue ? JsonValue.Create((int)number) : JsonValue.Create(number);

    static JsonNode? ValueOf(JsonObject property, string type, StringValues values)
    {
        // Of a box that can be ticked the form sends false, and true after it when it is.
        string text = values.LastOrDefault() ?? "";
        return type switch
        {
            "array" => new JsonArray([.. values.SelectMany(v => (v ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct().Select(v => (JsonNode)v)]),
            "boolean" => text is "true" or "on",
            _ when text.Length == 0 && (type != "string" || property["type"] is JsonArray || property.ContainsKey("enum")) => null,
            // What is no number goes on as it is: the domain says what it has to be.
            "integer" => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? NumberOf(number) : text,
            _ => text.ReplaceLineEndings("\n"),
        };
    }

    /// <summary>Rows of a form that were left empty are no things, and what has fields for the parts of a text becomes that text.</summary>
    static void Tidy(JsonObject schema, JsonObject body)
    {
        foreach ((string name, JsonNode? value) in body)
        {
            if (value is not JsonArray list || schema["properties"]?[name]?["items"] is not JsonObject item) continue;
            bool hasThings = TypeOf(item) == "object";
            for (int i = list.Count - 1; i >= 0; i--)
            {
                if (list[i] is not JsonObject row) continue;
                if (hasThings) Tidy(item, row);
                if (IsEmpty(row)) list.RemoveAt(i);
                else if (!hasThings) list[i] = WindowFields.TextOf(row);
            }
        }
    }

    static bool IsEmpty(JsonObject row) => row.All(p => p.Value is null or JsonArray { Count: 0 } || p.Value is JsonValue v && v.TryGetValue(out string? text) && text.Length == 0);
}
