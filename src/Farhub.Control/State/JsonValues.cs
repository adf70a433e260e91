using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Farhub.Control.State;

/// <summary>Says what is wrong with a value in words that do not speak of types of C#.</summary>
static class JsonValues
{
    /// <summary>What is wrong with a value; null when nothing is.</summary>
    internal static string? Problem(JsonNode? value, JsonPropertyInfo property)
    {
        try
        {
            if (HasGap(value)) return Expected(property.PropertyType);
            object? read = value.Deserialize(property.Options.GetTypeInfo(property.PropertyType));
            if (HasGap(value)) return Expected(property.PropertyType);
            // The reader takes any number for one of a few names.
            if (read is Enum && (value!.GetValueKind() != JsonValueKind.String || !Enum.IsDefined(read.GetType(), read))) return Expected(property.PropertyType);
            return read is null && (property.IsSetNullable is false || property.PropertyType.IsValueType && Nullable.GetUnderlyingType(property.PropertyType) is null)
                ? $"may not be empty; {Expected(property.PropertyType)}"
                : null;
        }
        // ArgumentException: a name that is there twice.
        catch (Exception e) when (e is JsonException or ArgumentException or FormatException or InvalidOperationException)
        {
            return Expected(property.PropertyType);
        }
    }

    /// <summary>True when a list in it has nothing where it should have something: the reader takes that for any type.</summary>
    static bool HasGap(JsonNode? value) => value switch
    {
        JsonArray list => list.Any(v => v is null || HasGap(v)),
        JsonObject thing => thing.Any(p => HasGap(p.Value)),
        _ => false,
    };

    static string Expected(Type type)
    {
        Type kind = Nullable.GetUnderlyingType(type) ?? type;
        return kind.IsEnum ? $"has to be one of {string.Join(", ", Enum.GetNames(kind).Select(JsonNamingPolicy.CamelCase.ConvertName))}"
            : kind == typeof(bool) ? "has to be true or false"
            : kind == typeof(int) || kind == typeof(long) ? "has to be a whole number"
            : kind == typeof(string) ? "has to be a text"
            : kind == typeof(DateOnly) ? "has to be a date such as 2027-03-31"
            : kind == typeof(DateTimeOffset) ? "has to be a time such as 2027-03-31T08:00:00Z"
            : kind == typeof(IReadOnlyList<string>) ? "has to be a list of texts"
            : "is not built as it has to be";
    }
}
