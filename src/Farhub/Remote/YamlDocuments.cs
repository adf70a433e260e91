using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Farhub.Remote;

/// <summary>YAML in and out, for configurations. Through its tree of nodes only: nothing in a file names a type.</summary>
static class YamlDocuments
{
    const int MaxLength = 8 << 20;

    /// <summary>Reads one document: a mapping.</summary>
    /// <exception cref="CommandException">It is no YAML, or no mapping; the message says where.</exception>
    public static JsonObject Read(string text, string name)
    {
        if (text.Length > MaxLength) throw new CommandException(ExitCode.Usage, $"{name} is longer than {MaxLength} characters.");
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            throw new CommandException(ExitCode.Usage, $"{name}, line {e.Start.Line}, column {e.Start.Column}: {e.Message}", e);
        }
        if (stream.Documents.Count == 0) return [];
        if (stream.Documents.Count > 1) throw new CommandException(ExitCode.Usage, $"{name} has {stream.Documents.Count} documents; one is needed.");
        return ToJson(stream.Documents[0].RootNode, name, 0) as JsonObject ?? throw new CommandException(ExitCode.Usage, $"{name} has to be a mapping: shares:, users:, grants: …");
    }

    /// <summary>Writes one document.</summary>
    public static string Write(JsonObject document)
    {
        var text = new StringBuilder();
        WriteMapping(text, document, 0);
        return text.ToString();
    }

    static JsonNode? ToJson(YamlNode node, string name, int depth)
    {
        if (depth > 32) throw Wrong(node, name, "is nested too deeply");
        if (!node.Anchor.IsEmpty) throw Wrong(node, name, "has an anchor: write it out");
        switch (node)
        {
            case YamlMappingNode mapping:
                var thing = new JsonObject();
                foreach ((YamlNode key, YamlNode value) in mapping.Children)
                {
                    if (key is not YamlScalarNode { Value: { } word }) throw Wrong(key, name, "has to be a word");
                    thing[word] = ToJson(value, name, depth + 1);
                }
                return thing;
            case YamlSequenceNode sequence:
                return new JsonArray([.. sequence.Children.Select(c => ToJson(c, name, depth + 1))]);
            case YamlScalarNode { Value: var text, Style: var style }:
                return style is ScalarStyle.Plain or ScalarStyle.Any ? Scalar(text ?? "") : JsonValue.Create(text);
            default:
                throw Wrong(node, name, "is not understood");
        }
    }

    /// <summary>A word without quotes: null, true, false, a whole number, or itself. YAML's other spellings of those ("yes", "0x1f", "1e3") stay words: serial
    /// numbers look like that.</summary>
    static JsonValue? Scalar(string text) => text switch
    {
        "" or "~" or "null" => null,
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        _ => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number.ToString(CultureInfo.InvariantCulture) == text ? JsonValue.Create(number) : JsonValue.Create(text),
    };

    static void WriteMapping(StringBuilder text, JsonObject thing, int indent)
    {
        foreach ((string key, JsonNode? value) in thing)
        {
            text.Append(' ', indent).Append(Quote(key)).Append(':');
            switch (value)
            {
                case JsonObject { Count: > 0 } inner:
                    text.Append('\n');
                    WriteMapping(text, inner, indent + 2);
                    break;
                case JsonObject:
                    text.Append(" {}\n");
                    break;
                case JsonArray { Count: > 0 } items:
                    text.Append('\n');
                    foreach (JsonNode? item in items) WriteItem(text, item, indent + 2);
                    break;
                case JsonArray:
                    text.Append(" []\n");
                    break;
                default:
                    text.Append(' ').Append(Text(value)).Append('\n');
                    break;
            }
        }
    }

    static void WriteItem(StringBuilder text, JsonNode? item, int indent)
    {
        if (item is not JsonObject { Count: > 0 } thing)
        {
            text.Append(' ', indent).Append("- ").Append(Text(item)).Append('\n');
            return;
        }
        var inner = new StringBuilder();
        WriteMapping(inner, thing, indent + 2);
        // The dash takes the place of two of the first line's spaces.
        text.Append(' ', indent).Append("- ").Append(inner.ToString().AsSpan(indent + 2));
    }

    static string Text(JsonNode? value) => value?.GetValueKind() == System.Text.Json.JsonValueKind.String ? Quote(value.GetValue<string>()) : value?.ToJsonString() ?? "null";

    /// <summary>A text that reads back as itself: plain where that is sure, quoted as in JSON otherwise, which YAML understands.</summary>
    static string Quote(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/') && text is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n")
            ? text
            : JsonValue.Create(text).ToJsonString();

    static CommandException Wrong(YamlNode node, string name, string what) => new(ExitCode.Usage, $"{name}, line {node.Start.Line}, column {node.Start.Column}: this {what}.");
}
