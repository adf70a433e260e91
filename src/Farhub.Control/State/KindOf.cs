using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Farhub.Control.Model;
using Farhub.Control.Store;

namespace Farhub.Control.State;

/// <inheritdoc cref="Kind"/>
/// <typeparam name="T">The record.</typeparam>
public sealed class Kind<T> : Kind where T : class, INamed
{
    readonly Func<HubState, ImmutableDictionary<string, T>> _get;
    readonly Func<HubState, ImmutableDictionary<string, T>, HubState> _set;
    readonly JsonTypeInfo<T> _type;
    readonly HashSet<string> _secrets;
    readonly JsonObject _template;

    /// <summary>Describes a kind.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="example">One with every property as in a new one; what a description must not leave out is empty.</param>
    /// <param name="type">How it becomes text.</param>
    /// <param name="get">Its table.</param>
    /// <param name="set">A state with another table.</param>
    internal Kind(
        string name,
        T example,
        JsonTypeInfo<T> type,
        Func<HubState, ImmutableDictionary<string, T>> get,
        Func<HubState, ImmutableDictionary<string, T>, HubState> set)
        : base(name)
    {
        (_get, _set, _type) = (get, set, type);
        _template = JsonSerializer.SerializeToNode(example, type)!.AsObject();
        _secrets = [.. type.Properties.Where(p => p.AttributeProvider?.IsDefined(typeof(SecretAttribute), false) == true).Select(p => p.Name)];
    }

    /// <summary>The table of a state.</summary>
    public ImmutableDictionary<string, T> In(HubState state) => _get(state);

    /// <inheritdoc/>
    public override bool IsSecret(string property) => _secrets.Contains(property);

    /// <inheritdoc/>
    public override IEnumerable<string> NamesIn(HubState state) => _get(state).Keys.Order(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int CountIn(HubState state) => _get(state).Count;

    /// <inheritdoc/>
    public override void RemoveDefaults(JsonObject thing)
    {
        foreach ((string key, JsonNode? value) in _template)
        {
            if (thing.ContainsKey(key) && JsonNode.DeepEquals(thing[key], value)) thing.Remove(key);
        }
    }

    /// <inheritdoc/>
    public override JsonObject Schema()
    {
        JsonObject schema = _type.GetJsonSchemaAsNode(new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true }).AsObject();
        JsonObject properties = schema["properties"]!.AsObject();
        foreach (string secret in _secrets) properties.Remove(secret);
        schema.Remove("required"); // A property that is left out is as in a new one; the rules say which may not be empty.
        return schema;
    }

    /// <inheritdoc/>
    public override bool Contains(HubState state, string name) => _get(state).ContainsKey(name);

    /// <inheritdoc/>
    public override HubState Remove(HubState state, string name) => _set(state, _get(state).Remove(name));

    /// <inheritdoc/>
    public override JsonObject? Show(HubState state, string name) => _get(state).TryGetValue(name, out T? one) ? Show(one) : null;

    /// <summary>A thing as others may see it.</summary>
    public JsonObject Show(T one)
    {
        JsonObject shown = JsonSerializer.SerializeToNode(one, _type)!.AsObject();
        foreach (string secret in _secrets) shown.Remove(secret);
        return shown;
    }

    /// <inheritdoc/>
    public override HubState Put(HubState state, string name, JsonObject given, string place, ICollection<Mistake> mistakes)
    {
        int before = mistakes.Count;
        JsonObject whole = _template.DeepClone().AsObject();
        whole["name"] = name;
        if (_get(state).TryGetValue(name, out T? current))
        {
            JsonObject known = JsonSerializer.SerializeToNode(current, _type)!.AsObject();
            foreach (string secret in _secrets) whole[secret] = known[secret]?.DeepClone();
        }
        foreach ((string key, JsonNode? value) in given)
        {
            JsonPropertyInfo? property = _secrets.Contains(key) ? null : _type.Properties.FirstOrDefault(p => p.Name == key);
            if (key == "name")
            {
                if (value?.GetValueKind() != JsonValueKind.String || value.GetValue<string>() != name) mistakes.Add(new Mistake($"{place}.name", $"is not '{name}', which it is called by"));
            }
            else if (property is null)
            {
                mistakes.Add(new Mistake($"{place}.{key}", $"is unknown; there are: {string.Join(", ", _type.Properties.Select(p => p.Name).Where(n => !_secrets.Contains(n)))}"));
            }
            else if (JsonValues.Problem(value, property) is { } problem)
            {
                mistakes.Add(new Mistake($"{place}.{key}", problem));
            }
            else
            {
                whole[key] = value?.DeepClone();
            }
        }
        if (mistakes.Count > before) return state;
        try
        {
            return _set(state, _get(state).SetItem(name, whole.Deserialize(_type)!));
        }
        catch (JsonException e)
        {
            mistakes.Add(new Mistake(place, e.Message));
            return state;
        }
    }

    internal override HubState Load(HubState state, string body)
    {
        JsonObject given = JsonNode.Parse(body) as JsonObject ?? throw new JsonException("It is no JSON object.");
        JsonObject whole = _template.DeepClone().AsObject();
        // What an older version stored lacks what is new; a new one has it as in a new thing.
        foreach ((string key, JsonNode? value) in given) whole[key] = value?.DeepClone();
        T one = whole.Deserialize(_type)!;
        return _set(state, _get(state).SetItem(one.Name, one));
    }

    internal override IEnumerable<ObjectChange> Diff(HubState before, HubState after)
    {
        ImmutableDictionary<string, T> old = _get(before);
        ImmutableDictionary<string, T> now = _get(after);
        if (ReferenceEquals(old, now)) yield break;
        foreach ((string name, T one) in now)
        {
            T? was = old.GetValueOrDefault(name);
            if (ReferenceEquals(was, one)) continue;
            if (one.Name != name) throw new InvalidOperationException($"A {One} called '{one.Name}' is kept as '{name}'.");
            string? textBefore = was is null ? null : JsonSerializer.Serialize(was, _type);
            string text = JsonSerializer.Serialize(one, _type);
            // Compared as text: two lists of the same names are the same list.
            if (text != textBefore) yield return new ObjectChange(this, name, textBefore, text);
        }
        foreach ((string name, T was) in old)
        {
            if (!now.ContainsKey(name)) yield return new ObjectChange(this, name, JsonSerializer.Serialize(was, _type), null);
        }
    }
}
