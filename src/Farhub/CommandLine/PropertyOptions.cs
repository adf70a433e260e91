using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Farhub.Control.State;

namespace Farhub.CommandLine;

/// <summary>Options for the properties of a kind of thing, made of its schema: what the API takes, the command line takes.</summary>
sealed class PropertyOptions
{
    /// <summary>Properties whose values are names of other things.</summary>
    static readonly Dictionary<string, string> NamesOf = new(StringComparer.Ordinal)
    {
        ["shares"] = "shares",
        ["users"] = "users",
        ["members"] = "users",
        ["groups"] = "groups",
        ["approvedBy"] = "groups",
        ["schedule"] = "schedules",
    };

    readonly List<(string Path, string Type, Option<string[]> Option)> _options = [];

    /// <summary>Makes them.</summary>
    /// <param name="kind">Of what.</param>
    /// <param name="names">Names of what there is of another kind, for completions.</param>
    public PropertyOptions(Kind kind, Func<CompletionContext, string, IEnumerable<string>> names)
    {
        foreach ((string name, JsonNode? schema) in kind.Schema()["properties"]!.AsObject())
        {
            if (name == "name") continue;
            if (schema?["properties"] is JsonObject inner)
            {
                // A device is told by its parts: --id, --serial, --port.
                foreach ((string part, JsonNode? _) in inner) Add($"{name}.{part}", part, "string", null, names);
            }
            else if (TypeOf(schema) is { } type)
            {
                Add(name, name, type, schema, names);
            }
        }
    }

    /// <summary>The options.</summary>
    public IEnumerable<Option> Options => _options.Select(o => o.Option);

    /// <summary>What was given, as the API takes it. "none" takes a value away.</summary>
    public JsonObject Read(ParseResult result)
    {
        var body = new JsonObject();
        foreach ((string path, string type, Option<string[]> option) in _options)
        {
            if (result.GetResult(option) is null or { Implicit: true }) continue;
            string[] given = result.GetValue(option)!;
            JsonNode? value = Value(type, given);
            string[] parts = path.Split('.');
            if (parts.Length == 1)
            {
                body[path] = value;
            }
            else
            {
                if (body[parts[0]] is not JsonObject inside) body[parts[0]] = inside = [];
                inside[parts[1]] = value;
            }
        }
        return body;
    }

    void Add(string path, string name, string type, JsonNode? schema, Func<CompletionContext, string, IEnumerable<string>> names)
    {
        string[] words = schema?["enum"] is JsonArray values ? [.. values.OfType<JsonValue>().Select(v => v.ToString())] : [];
        Option<string[]> option = new($"--{JsonNamingPolicy.KebabCaseLower.ConvertName(name)}")
        {
            Arity = ArgumentArity.OneOrMore,
            HelpName = words.Length > 0 ? string.Join('|', words) : type switch { "array" => "NAME[,NAME…]", "integer" => "N", "boolean" => "true|false", _ => "TEXT" },
            Description = type == "array" ? "May be repeated; 'none' for none" : "'none' takes it away",
        };
        if (type == "boolean" || words.Length > 0) option.Description = "";
        if (words.Length > 0) option.CompletionSources.Add(words);
        else if (NamesOf.TryGetValue(name, out string? other)) option.CompletionSources.Add(context => names(context, other).Select(n => new CompletionItem(n)));
        _options.Add((path, type, option));
    }

    static JsonNode? Value(string type, string[] given)
    {
        if (type == "array") return given is ["none"] ? new JsonArray() : new JsonArray([.. given.SelectMany(g => SplitList(g)).Select(g => (JsonNode)g)]);
        string text = given[^1];
        return text == "none" && type != "enum" ? null
            : type == "integer" && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? JsonValue.Create(number)
            : type == "boolean" && bool.TryParse(text, out bool flag) ? JsonValue.Create(flag)
            : JsonValue.Create(text); // The hub says what is wrong with it, as with everything else.
    }

    /// <summary>Names have no commas; windows ("Sat,Sun 10:00-14:00") and commands do, and they have spaces.</summary>
    static string[] SplitList(string text) => text.Contains(' ', StringComparison.Ordinal) ? [text] : text.Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The type in a schema; null for what no option can say (exceptions of schedules: those take 'farhub apply').</summary>
    static string? TypeOf(JsonNode? schema)
    {
        if (schema?["enum"] is not null) return "enum";
        string[] types = schema?["type"] switch
        {
            JsonArray several => [.. several.Select(t => t!.GetValue<string>())],
            JsonValue one => [one.GetValue<string>()],
            _ => [],
        };
        string? type = types.FirstOrDefault(t => t != "null");
        if (type == "array" && schema!["items"]?["type"]?.ToString() is not "string" && schema["items"]?["type"] is not JsonArray) return null;
        return type is "string" or "integer" or "boolean" or "array" ? type : null;
    }
}
