using System.Text.Json.Nodes;
using Farhub.Control.Store;

namespace Farhub.Control.State;

/// <summary>A whole configuration as one document: kinds, their things by name, their properties. What a thing leaves out is as in a new one; what the document
/// leaves out is removed, but a kind that it does not mention at all stays as it is.</summary>
public static class ConfigurationFile
{
    /// <summary>The document of a state. Reading it into the same state changes nothing.</summary>
    public static JsonObject Write(HubState state)
    {
        var document = new JsonObject();
        foreach (Kind kind in Kinds.Configuration)
        {
            var things = new JsonObject();
            foreach (string name in kind.NamesIn(state))
            {
                JsonObject thing = kind.Show(state, name)!;
                thing.Remove("name");
                kind.RemoveDefaults(thing);
                things[name] = thing;
            }
            document[kind.Name] = things;
        }
        return document;
    }

    /// <summary>A state that is as a document says.</summary>
    /// <exception cref="ControlException">The document has mistakes: all of them.</exception>
    public static HubState Read(HubState state, JsonObject document)
    {
        List<Mistake> mistakes = [];
        HubState next = state;
        foreach ((string name, JsonNode? things) in document)
        {
            if (Kinds.Configuration.FirstOrDefault(k => k.Name == name) is not { } kind)
            {
                mistakes.Add(new Mistake(name, $"is unknown; there are: {string.Join(", ", Kinds.Configuration.Select(k => k.Name))}"));
            }
            else if (things is not null and not JsonObject)
            {
                mistakes.Add(new Mistake(name, "has to be names with what they are"));
            }
            else
            {
                next = Read(kind, next, things as JsonObject ?? [], mistakes);
            }
        }
        return mistakes.Count == 0 ? next : throw new ControlException(mistakes);
    }

    /// <summary>What differs between two states, a line for each thing: <c>+ shares/printer {…}</c>, <c>~ …</c>, <c>- …</c>.</summary>
    public static IReadOnlyList<string> Differences(HubState before, HubState after) =>
        [.. Kinds.Configuration.SelectMany(k => k.Diff(before, after).OrderBy(c => c.Name, StringComparer.Ordinal)).Select(c => $"{Mark(c)} {c.Kind.Name}/{c.Name} {ChangeText.Describe(c)}")];

    static char Mark(ObjectChange change) => change.Before is null ? '+' : change.After is null ? '-' : '~';

    static HubState Read(Kind kind, HubState state, JsonObject things, List<Mistake> mistakes)
    {
        HubState next = state;
        foreach (string name in kind.NamesIn(state).Where(n => !things.ContainsKey(n))) next = kind.Remove(next, name);
        foreach ((string name, JsonNode? thing) in things)
        {
            string place = $"{kind.Name}/{name}";
            if (thing is null or JsonObject) next = kind.Put(next, name, thing as JsonObject ?? [], place, mistakes);
            else mistakes.Add(new Mistake(place, "has to be properties with their values"));
        }
        return next;
    }
}
