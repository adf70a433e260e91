using System.Text.Json.Nodes;
using Farhub.Control.Proofs;
using Farhub.Control.State;

namespace Farhub.Web.Pages.Me;

/// <summary>A question that somebody types into their token.</summary>
/// <param name="Note">What they call the token.</param>
/// <param name="Text">The question.</param>
public sealed record TokenQuestion(string Note, string Text)
{
    /// <summary>What the hub asks.</summary>
    internal static IReadOnlyList<TokenQuestion> Of(IEnumerable<AskedChallenge> asked) => [.. asked.Select(a => new TokenQuestion(a.Note, a.Challenge.Question))];

    /// <summary>What it asks, or why it asks nothing now: a question that was answered is not asked again before its time is over.</summary>
    internal static IReadOnlyList<TokenQuestion> Of(Func<IEnumerable<AskedChallenge>> ask, out string? problem)
    {
        problem = null;
        try
        {
            return Of(ask());
        }
        catch (ControlException e)
        {
            problem = e.Message;
            return [];
        }
    }

    /// <summary>What an answer of the API asks.</summary>
    internal static IReadOnlyList<TokenQuestion> In(JsonNode? answer) =>
        [.. (answer?["challenges"] as JsonArray ?? []).Select(c => new TokenQuestion((string?)c!["note"] ?? "", (string)c["question"]!))];
}
