using System.Text.Json.Nodes;

namespace Farhub.CommandLine;

/// <summary>A command that asks a managed hub through its API.</summary>
/// <param name="Hub">Which hub, as typed; null for the one of this machine.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Below <c>/api/v1</c>, with its query.</param>
/// <param name="Json">Print the answer as it comes.</param>
sealed record RemoteRequest(string? Hub, string Method, string Path, bool Json)
{
    /// <summary>What is sent; null for nothing.</summary>
    public JsonObject? Body { get; init; }

    /// <summary>Columns of a list: heading, and the property, with dots for what is inside. Empty: properties below each other.</summary>
    public IReadOnlyList<(string Heading, string Property)> Columns { get; init; } = [];

    /// <summary>What to say of a list with nothing in it.</summary>
    public string Empty { get; init; } = "Nothing.";

    /// <summary>What to say when it is done and the hub has nothing to add.</summary>
    public string Done { get; init; } = "Done.";

    /// <summary>Passwords and codes to ask for, with what to call them; answers go into the body.</summary>
    public IReadOnlyList<(string Property, string Prompt)> Secrets { get; init; } = [];

    /// <summary>Secrets come from standard input, a line each.</summary>
    public bool SecretsFromInput { get; init; }

    /// <summary>The answer is not JSON and goes to a file, or to standard output when null.</summary>
    public bool IsRaw { get; init; }

    /// <summary>The file for a raw answer.</summary>
    public string? File { get; init; }

    /// <summary>Shows the answer in a way of its own.</summary>
    public RemoteView View { get; init; }

    /// <summary>Only if there is none yet: adding is not changing.</summary>
    public bool MustBeNew { get; init; }
}
