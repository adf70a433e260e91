using System.Text.Json;
using System.Text.Json.Nodes;
using Farhub.Control.Store;

namespace Farhub.Control.State;

/// <summary>One kind of thing in a <see cref="HubState"/>: where its table is, and how a thing becomes text and back.</summary>
public abstract class Kind
{
    private protected Kind(string name) => Name = name;

    /// <summary>What it is called in the store, in URLs and in YAML: <c>shares</c>.</summary>
    public string Name { get; }

    /// <summary>What one of them is called: <c>share</c>.</summary>
    public string One => Name.EndsWith('s') ? Name[..^1] : Name;

    /// <summary>What has changed between two states.</summary>
    internal abstract IEnumerable<ObjectChange> Diff(HubState before, HubState after);

    /// <summary>A state with one more thing, as it was stored.</summary>
    /// <exception cref="JsonException">It cannot be read.</exception>
    internal abstract HubState Load(HubState state, string body);

    /// <summary>True for a property that leaves the store for nobody.</summary>
    public abstract bool IsSecret(string property);

    /// <summary>The names of what there is, in order.</summary>
    public abstract IEnumerable<string> NamesIn(HubState state);

    /// <summary>How many there are.</summary>
    public abstract int CountIn(HubState state);

    /// <summary>Takes away what is as in a new one.</summary>
    public abstract void RemoveDefaults(JsonObject thing);

    /// <summary>What a description of one may contain, as JSON schema.</summary>
    public abstract JsonObject Schema();

    /// <summary>A thing as others may see it, without its secrets; null when there is none of that name.</summary>
    public abstract JsonObject? Show(HubState state, string name);

    /// <summary>A state in which a thing is as described.</summary>
    /// <param name="state">Before.</param>
    /// <param name="name">The thing's name.</param>
    /// <param name="given">Its properties; those that are missing are as in a new one. Secrets cannot be given and stay as they are.</param>
    /// <param name="place">Where it stands, for mistakes: <c>shares/printer</c>.</param>
    /// <param name="mistakes">Gets everything that is wrong with it; the state is then as before.</param>
    public abstract HubState Put(HubState state, string name, JsonObject given, string place, ICollection<Mistake> mistakes);

    /// <summary>A state without a thing.</summary>
    public abstract HubState Remove(HubState state, string name);

    /// <summary>True when there is one of that name.</summary>
    public abstract bool Contains(HubState state, string name);
}
